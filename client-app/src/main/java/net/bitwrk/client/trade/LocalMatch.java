package net.bitwrk.client.trade;

import net.bitwrk.client.cafs.StoredFile;

import java.util.concurrent.CompletableFuture;

/**
 * A buy and a sell of this client that found each other: no exchange, no money (protocol section 11).
 *
 * @param result completed by the sell's thread; cancelled by a buy that is given up
 */
record LocalMatch(Activity buy, Activity sell, StoredFile work, CompletableFuture<StoredFile> result) {}
