/** The texts that are signed, and the forms in which they travel (protocol section 4). */
package net.bitwrk.protocol.document;
