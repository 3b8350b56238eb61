package net.bitwrk.exchange.refusal;

import jakarta.ejb.ApplicationException;

/** A refusal on its way out to the one caller it concerns; rolls back what the call had done. */
@ApplicationException(rollback = true)
public class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public Refused(Reason reason, String text) {
        super(text);
        this.reason = reason;
    }

    public Refused(Refusal refusal) {
        this(refusal.reason(), refusal.text());
    }

    public Reason reason() {
        return reason;
    }

    public Refusal refusal() {
        return new Refusal(reason, getMessage());
    }
}
