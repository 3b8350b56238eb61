package net.bitwrk.protocol.transaction;

/** The two parties of a transaction; one participant may be both. */
public enum Party {
    BUYER,
    SELLER
}
