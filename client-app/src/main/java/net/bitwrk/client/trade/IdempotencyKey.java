package net.bitwrk.client.trade;

import net.bitwrk.protocol.hash.Hash;

/**
 * By which a buy is known when it is asked for again (protocol section 11).
 *
 * @param text the caller's own, of whatever form
 * @param work what it was given with; with other work it is a mistake
 */
record IdempotencyKey(String text, Hash work) {}
