package net.bitwrk.protocol.transaction;

import java.util.List;

/** The messages of a transaction: who says them and with exactly which arguments (protocol section 7). */
public enum MessageKind {
    WORK_HASHES(Party.BUYER, "workhash", "worksecrethash"),
    WORKER_URL(Party.SELLER, "workerurl"),
    BUYER_SECRET(Party.SELLER, "buyersecret"),
    REJECT_WORK(Party.SELLER, "rejectwork"),
    ENCRYPTED_RESULT(Party.SELLER, "encresulthash", "encresulthashsig", "encresultkey"),
    ACCEPT_RESULT(Party.BUYER, "acceptresult"),
    REJECT_RESULT(Party.BUYER, "rejectresult");

    private final Party party;
    private final List<String> arguments;

    MessageKind(Party party, String... arguments) {
        this.party = party;
        this.arguments = List.of(arguments);
    }

    /** Who says it. */
    public Party party() {
        return party;
    }

    /** The names of its arguments. */
    public List<String> arguments() {
        return arguments;
    }
}
