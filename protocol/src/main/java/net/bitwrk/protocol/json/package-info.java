/**
 * The exchange's JSON, written and read (protocol section 5): names, order and null-ness as in the vectors. Alone in
 * using jakarta.json. Readers ignore names they do not know.
 */
package net.bitwrk.protocol.json;
