package net.bitwrk.exchange.platform;

/** A setting that the exchange cannot start with. The message is one line that names setting, value and remedy. */
public final class InvalidSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidSetting(String message) {
        super(message);
    }
}
