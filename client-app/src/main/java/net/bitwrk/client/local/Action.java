package net.bitwrk.client.local;

import java.io.IOException;

/** What a call does. It answers exactly once, before it returns or, from any thread, later. */
@FunctionalInterface
public interface Action {
    /**
     * @throws Refused with the reason, which becomes the answer; {@link net.bitwrk.protocol.Malformed} likewise (400)
     * @throws IOException when the caller has gone
     */
    void answer(Call call) throws IOException;
}
