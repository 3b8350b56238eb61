package net.bitwrk.exchange.simulation;

/**
 * What the model says to a command.
 *
 * @param refusal name of the reason, empty where the command is accepted
 * @param id of what it made or concerns, where it is accepted
 */
record Verdict(String refusal, String id) {
    static Verdict accepted(String id) {
        return new Verdict("", id);
    }

    static Verdict refused(String reason) {
        return new Verdict(reason, "");
    }

    boolean isAccepted() {
        return refusal.isEmpty();
    }

    @Override
    public String toString() {
        return isAccepted() ? "accepted " + id : "refused " + refusal;
    }
}
