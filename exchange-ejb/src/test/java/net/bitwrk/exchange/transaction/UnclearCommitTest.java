package net.bitwrk.exchange.transaction;

import net.bitwrk.exchange.fixture.Exchange;
import net.bitwrk.exchange.fixture.Participant;
import net.bitwrk.exchange.platform.Intake;
import net.bitwrk.exchange.refusal.Outcome;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.transaction.Phase;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A connection that breaks after the commit of a message: whoever sent it is told what has become of it. */
@Tag("O2")
final class UnclearCommitTest {
    @AutoClose
    private final Exchange exchange = Exchange.onH2();

    private final Participant buyer = Participant.generate();
    private final Participant seller = Participant.generate();

    private Outcome<TransactionId> sendAndBreak(SendMessage command) {
        var intake = new Intake<SendMessage, Outcome<TransactionId>>(
                Runnable::run,
                commands -> {
                    exchange.database.transaction(() -> exchange.transactions.accept(commands));
                    throw new IllegalStateException(new SQLException("connection lost", "08006"));
                },
                commands -> exchange.database.transaction(() -> exchange.transactions.acceptAgain(commands)),
                Outcome.refused(Reason.TOO_MANY, "too many"));
        return intake.submit(command).toCompletableFuture().getNow(null);
    }

    @Test
    void aMessageThatWasStoredIsAccepted() {
        TransactionId id = exchange.trade(buyer, seller);
        SendMessage accept = buyer.message(id, Map.of("acceptresult", "on"));

        assertEquals(Outcome.of(id), sendAndBreak(accept));
        assertEquals(Phase.FINISHED, exchange.transaction(id).phase());
        assertEquals(
                1,
                exchange.database
                        .transaction(() -> exchange.transactions.messages(id))
                        .size());
    }

    @Test
    void oneThatWasRefusedStillIs() {
        TransactionId id = exchange.trade(buyer, seller);
        String hash = "0".repeat(64);
        SendMessage result = seller.message(id, Map.of("rejectwork", "on"));

        assertEquals(Reason.WRONG_PHASE, refusal(sendAndBreak(result)));
        SendMessage hashes = buyer.message(id, Map.of("workhash", hash, "worksecrethash", hash));
        assertEquals(Outcome.of(id), sendAndBreak(hashes));
        // Sent again by its sender it meets the new phase, as with BitWrk 0.7.
        assertEquals(Reason.WRONG_PHASE, refusal(exchange.send(hashes)));
    }

    private static Reason refusal(Outcome<TransactionId> outcome) {
        return ((Outcome.Declined<TransactionId>) outcome).refusal().reason();
    }
}
