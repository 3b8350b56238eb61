package net.bitwrk.protocol.id;

import java.util.random.RandomGenerator;

/** The name of a bid. Opaque: only the exchange makes new ones. */
public record BidId(String text) {
    /** @throws net.bitwrk.protocol.Malformed if it is no id */
    public BidId {
        IdText.checked("bid", text);
    }

    /** A new one; {@code random} has to be cryptographically strong outside tests. */
    public static BidId random(RandomGenerator random) {
        return new BidId(IdText.random(random));
    }

    @Override
    public String toString() {
        return text;
    }
}
