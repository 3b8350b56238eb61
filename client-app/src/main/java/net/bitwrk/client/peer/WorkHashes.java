package net.bitwrk.client.peer;

import net.bitwrk.protocol.hash.Hash;

import java.util.Objects;

/** What the buyer has published about its work: {@code workhash} and {@code worksecrethash} (protocol section 7). */
public record WorkHashes(Hash work, Hash workSecret) {
    public WorkHashes {
        Objects.requireNonNull(work, "work");
        Objects.requireNonNull(workSecret, "workSecret");
    }
}
