/** What runs inside the server, beside the beans of the archive that is shipped. */
package net.bitwrk.exchange.container;
