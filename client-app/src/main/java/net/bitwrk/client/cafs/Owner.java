package net.bitwrk.client.cafs;

import net.bitwrk.protocol.hash.Hash;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Whose a stored chunk is. Parts of the store with different owners never see each other, even where the bytes are the
 * same: otherwise a wish list would tell one buyer what another one has sent (assurance P7, N9).
 */
public final class Owner {
    /** The user of this client: what local programs stored, and the results they bought. */
    public static final Owner OWN = new Owner("own");

    private final String name;
    private final Hash tag;

    private Owner(String name) {
        this.name = name;
        this.tag = Hash.sha256(name.getBytes(StandardCharsets.UTF_8));
    }

    /** A buyer who sent work, named by the address that its transactions show. */
    public static Owner buyer(String address) {
        return new Owner("buyer " + Objects.requireNonNull(address, "address"));
    }

    /** The owner that a record on disk names; its name is not kept there. */
    static Owner tagged(Hash tag) {
        return tag.equals(OWN.tag) ? OWN : new Owner(tag, "tagged " + tag);
    }

    private Owner(Hash tag, String name) {
        this.name = name;
        this.tag = tag;
    }

    Hash tag() {
        return tag;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Owner that && tag.equals(that.tag);
    }

    @Override
    public int hashCode() {
        return tag.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
