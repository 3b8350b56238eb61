/** Names that the exchange gives to its objects, as types (protocol section 5: opaque, URL-safe strings). */
package net.bitwrk.protocol.id;
