package net.bitwrk.client.trade;

/** The places that one bid takes among those that the limits allow; each is given free once, in any order. */
final class Places {
    private final Runnable unmatched;
    private final Runnable transmitting;
    private boolean holdsUnmatched = true;
    private boolean holdsTransmitting = true;

    Places(Runnable unmatched, Runnable transmitting) {
        this.unmatched = unmatched;
        this.transmitting = transmitting;
    }

    /** The bid is matched, or is no more. */
    void matched() {
        synchronized (this) {
            if (!holdsUnmatched) {
                return;
            }
            holdsUnmatched = false;
        }
        unmatched.run();
    }

    /** The transfer is over, or will not be. */
    void transferred() {
        matched();
        synchronized (this) {
            if (!holdsTransmitting) {
                return;
            }
            holdsTransmitting = false;
        }
        transmitting.run();
    }
}
