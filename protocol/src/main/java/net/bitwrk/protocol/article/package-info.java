/** Names of what is traded (protocol sections 1 and 8). */
package net.bitwrk.protocol.article;
