package net.bitwrk.client.local;

/** Why a local call is refused, each kind with the status that protocol section 11 gives it. */
public enum Refusal {
    INPUT(400),
    FUNDS(402),
    GUARD(403),
    UNKNOWN(404),
    METHOD(405),
    LIMIT(409),
    UPSTREAM(502),
    NOBODY_SOLD(504);

    private final int status;

    Refusal(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
