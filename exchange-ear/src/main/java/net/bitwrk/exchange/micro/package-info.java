/**
 * The main of {@code bitwrk-exchange.jar}, which starts Payara Micro with the exchange in its own process. Compiled
 * against the JDK and Payara Micro alone; nothing of the exchange can be seen from here.
 */
package net.bitwrk.exchange.micro;
