package net.bitwrk.client.peer;

/** On whose side a sale failed: decides whether {@code rejectwork} is sent. */
public enum SaleFault {
    /** The buyer sent what does not fit, too much, too little, too slowly, or hung up. */
    BUYER,
    /** The worker failed; the buyer is told by {@code rejectwork} (protocol section 9, step 3). */
    WORKER,
    /** The exchange, the store, or this program. */
    SELLER
}
