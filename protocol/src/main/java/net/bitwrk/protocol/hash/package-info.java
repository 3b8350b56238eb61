/** SHA-256 hashes and 32-byte secrets, written as 64 lower-case hex characters (protocol sections 5, 7 and 10). */
package net.bitwrk.protocol.hash;
