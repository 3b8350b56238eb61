package net.bitwrk.exchange.transaction;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import net.bitwrk.exchange.platform.Announcements;
import net.bitwrk.exchange.platform.Intake;
import net.bitwrk.exchange.refusal.Outcome;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.transaction.TransactionMessage;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Where messages queue up for their commit; after it, whoever waits for the transaction is told. */
@ApplicationScoped
public class MessageIntake {
    private static final System.Logger LOG = System.getLogger(MessageIntake.class.getName());

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
            outcome.accepted().ifPresent(transaction -> {
                announcements.changed(List.of(transaction.text()));
                LOG.log(System.Logger.Level.INFO, () -> told(command));
            });
            return outcome;
        });
    }

    /** A verdict is the last word, and the money moves with it. */
    private static String told(SendMessage command) {
        boolean isLast = command.message() instanceof TransactionMessage.Verdict;
        return (isLast ? "transaction settled" : "message accepted") + " transaction=" + command.transaction()
                + " message=" + command.message().kind();
    }
}
