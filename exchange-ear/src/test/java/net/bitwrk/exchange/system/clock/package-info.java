/** What the tests add to the archive: time that can be moved, back, too. No shipped archive holds this package. */
package net.bitwrk.exchange.system.clock;
