/** {@code /query/documents}: everything signed, in replay order (addition to protocol section 5). */
package net.bitwrk.exchange.web.history;
