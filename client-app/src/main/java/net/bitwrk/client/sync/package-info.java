/**
 * What buyer and seller must agree on to send only the chunks that are missing (protocol section 10): sync info,
 * transmission order, wish list, chunk data. Pure: streams in and out, no HTTP, no files. Depends on {@code cafs} for
 * what a chunk is.
 */
package net.bitwrk.client.sync;
