package net.bitwrk.exchange.transaction;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import net.bitwrk.exchange.platform.Announcements;
import net.bitwrk.exchange.platform.Intake;
import net.bitwrk.exchange.refusal.Outcome;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.protocol.id.TransactionId;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Where messages queue up for their commit; after it, whoever waits for the transaction is told. */
@ApplicationScoped
public class MessageIntake {
    private final Intake<SendMessage, Outcome<TransactionId>> accepting;
    private final Announcements announcements;

    protected MessageIntake() {
        this.accepting = null;
        this.announcements = null;
    }

    @Inject
    public MessageIntake(Transactions transactions, Announcements announcements, ManagedExecutorService executor) {
        this(transactions, announcements, (Executor) executor);
    }

    public MessageIntake(Transactions transactions, Announcements announcements, Executor executor) {
        this.announcements = announcements;
        this.accepting = new Intake<>(
                executor,
                transactions::accept,
                transactions::acceptAgain,
                Outcome.refused(Reason.TOO_MANY, "too many messages wait, try again later"));
    }

    public CompletionStage<Outcome<TransactionId>> send(SendMessage command) {
        return accepting.submit(command).thenApply(outcome -> {
            if (outcome.isAccepted()) {
                announcements.changed(List.of(command.transaction().text()));
            }
            return outcome;
        });
    }
}
