package net.bitwrk.protocol.transaction;

import java.util.List;
import java.util.Optional;

import static net.bitwrk.protocol.transaction.MessageKind.ACCEPT_RESULT;
import static net.bitwrk.protocol.transaction.MessageKind.BUYER_SECRET;
import static net.bitwrk.protocol.transaction.MessageKind.ENCRYPTED_RESULT;
import static net.bitwrk.protocol.transaction.MessageKind.REJECT_RESULT;
import static net.bitwrk.protocol.transaction.MessageKind.REJECT_WORK;
import static net.bitwrk.protocol.transaction.MessageKind.WORKER_URL;
import static net.bitwrk.protocol.transaction.MessageKind.WORK_HASHES;
import static net.bitwrk.protocol.transaction.Phase.BUYER_ESTABLISHED;
import static net.bitwrk.protocol.transaction.Phase.ESTABLISHING;
import static net.bitwrk.protocol.transaction.Phase.FINISHED;
import static net.bitwrk.protocol.transaction.Phase.RESULT_DISPUTED;
import static net.bitwrk.protocol.transaction.Phase.SELLER_ESTABLISHED;
import static net.bitwrk.protocol.transaction.Phase.TRANSMITTING;
import static net.bitwrk.protocol.transaction.Phase.UNVERIFIED;
import static net.bitwrk.protocol.transaction.Phase.WORKING;
import static net.bitwrk.protocol.transaction.Phase.WORK_DISPUTED;

/** The contract of a transaction as one table: the rows of protocol section 7. Pure look-up. */
public final class Contract {
    private static final List<Row> ROWS = List.of(
            row(WORK_HASHES, ESTABLISHING, BUYER_ESTABLISHED),
            row(WORK_HASHES, SELLER_ESTABLISHED, TRANSMITTING),
            row(WORKER_URL, ESTABLISHING, SELLER_ESTABLISHED),
            row(WORKER_URL, BUYER_ESTABLISHED, TRANSMITTING),
            row(BUYER_SECRET, BUYER_ESTABLISHED, WORKING),
            row(BUYER_SECRET, TRANSMITTING, WORKING),
            row(REJECT_WORK, SELLER_ESTABLISHED, WORK_DISPUTED),
            row(REJECT_WORK, TRANSMITTING, WORK_DISPUTED),
            row(REJECT_WORK, WORKING, WORK_DISPUTED),
            row(ENCRYPTED_RESULT, WORKING, UNVERIFIED),
            row(ACCEPT_RESULT, ESTABLISHING, FINISHED),
            row(ACCEPT_RESULT, BUYER_ESTABLISHED, FINISHED),
            row(ACCEPT_RESULT, SELLER_ESTABLISHED, FINISHED),
            row(ACCEPT_RESULT, TRANSMITTING, FINISHED),
            row(ACCEPT_RESULT, WORKING, FINISHED),
            row(ACCEPT_RESULT, UNVERIFIED, FINISHED),
            row(REJECT_RESULT, UNVERIFIED, RESULT_DISPUTED));

    private record Row(MessageKind message, Phase before, Phase after) {}

    private Contract() {}

    private static Row row(MessageKind message, Phase before, Phase after) {
        return new Row(message, before, after);
    }

    /** The phase after {@code message} by its party in phase {@code before}, or nothing where it is not possible. */
    public static Optional<Phase> next(Phase before, MessageKind message) {
        return ROWS.stream()
                .filter(row -> row.message == message && row.before == before)
                .map(Row::after)
                .findFirst();
    }

    /** The phases in which {@code message} is possible, in the contract's order. */
    public static List<Phase> phasesFor(MessageKind message) {
        return ROWS.stream()
                .filter(row -> row.message == message)
                .map(Row::before)
                .toList();
    }
}
