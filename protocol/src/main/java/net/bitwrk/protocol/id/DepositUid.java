package net.bitwrk.protocol.id;

import net.bitwrk.protocol.Malformed;

/** The name that the trusted account gives to a deposit; the same uid takes effect once (protocol section 8). */
public record DepositUid(String text) {
    /** @throws Malformed if it is not 8 to 64 of A-Z a-z 0-9 - */
    public DepositUid {
        if (!text.matches("[A-Za-z0-9-]{8,64}")) {
            throw new Malformed("uid", text, "8 to 64 of A-Z a-z 0-9 -");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
