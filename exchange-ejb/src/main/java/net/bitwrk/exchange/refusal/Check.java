package net.bitwrk.exchange.refusal;

import net.bitwrk.protocol.Malformed;

import java.util.function.Supplier;

/** Turns what a text is not into the refusal that belongs to the step at which that is noticed. */
public final class Check {
    private Check() {}

    /** @throws Refused for {@code reason} where {@code parse} finds a text malformed */
    public static <T> T that(Reason reason, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (Malformed e) {
            throw new Refused(reason, e.getMessage());
        }
    }
}
