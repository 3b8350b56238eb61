package net.bitwrk.protocol.ledger;

/** Why money moved (protocol section 8). The names are those on the wire. */
public enum LedgerEntryType {
    DEPOSIT,
    WITHDRAWAL,
    BID,
    BID_REIMBURSE,
    TRANSACTION,
    TRANSACTION_REIMBURSE,
    TRANSACTION_FINISH
}
