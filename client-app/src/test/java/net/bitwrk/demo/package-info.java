/**
 * The demo, {@code mvn -Pdemo}: an exchange, a seller and a buyer as processes of their own, and a picture that one buys from the other tile
 * by tile. It knows of them only what any program can ask by HTTP, checks every step of the money, and fails where something is not right.
 */
package net.bitwrk.demo;
