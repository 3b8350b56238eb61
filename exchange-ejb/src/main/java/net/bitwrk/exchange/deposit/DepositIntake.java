package net.bitwrk.exchange.deposit;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import net.bitwrk.exchange.platform.Intake;
import net.bitwrk.exchange.refusal.Outcome;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.protocol.id.DepositUid;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Where deposits queue up for their commit. */
@ApplicationScoped
public class DepositIntake {
    private static final System.Logger LOG = System.getLogger(DepositIntake.class.getName());

    private final Intake<StoreDeposit, Outcome<DepositUid>> storing;

    protected DepositIntake() {
        this.storing = null;
    }

    @Inject
    public DepositIntake(Deposits deposits, ManagedExecutorService executor) {
        this(deposits, (Executor) executor);
    }

    public DepositIntake(Deposits deposits, Executor executor) {
        this.storing = new Intake<>(
                executor, deposits::store, Outcome.refused(Reason.TOO_MANY, "too many deposits wait, try again later"));
    }

    public CompletionStage<Outcome<DepositUid>> store(StoreDeposit command) {
        return storing.submit(command).thenApply(outcome -> {
            outcome.accepted()
                    .ifPresent(uid -> LOG.log(
                            System.Logger.Level.INFO,
                            () -> "deposit stored deposit=" + uid + " account=" + command.account() + " amount="
                                    + command.amount()));
            return outcome;
        });
    }
}
