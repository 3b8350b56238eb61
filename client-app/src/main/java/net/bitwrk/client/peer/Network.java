package net.bitwrk.client.peer;

import net.bitwrk.protocol.Malformed;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A network in CIDR notation, e.g. {@code 192.168.0.0/16} or {@code fd00::/8}. */
public record Network(InetAddress address, int prefix) {
    private static final String LITERAL = "[0-9a-fA-F.:]+";

    public Network {
        if (prefix < 0 || prefix > address.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("a prefix of " + prefix + " bits is out of range");
        }
    }

    /** @throws Malformed if it is no network; a single address is one, too */
    public static Network parse(String field, String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        String prefix = slash < 0 ? "" : text.substring(slash + 1);
        boolean isWellFormed = host.matches(LITERAL) && (slash < 0 || prefix.matches("\\d{1,3}"));
        try {
            // Of digits, dots and colons alone: nothing is looked up.
            InetAddress address = InetAddress.getByName(isWellFormed ? host : "");
            int bits = address.getAddress().length * Byte.SIZE;
            int length = isWellFormed && slash >= 0 ? Integer.parseInt(prefix) : bits;
            if (isWellFormed && length <= bits) {
                return new Network(address, length);
            }
        } catch (UnknownHostException e) {
            // Told below, like everything that is no network.
        }
        throw new Malformed(field, text, "a network like 192.168.0.0/16 or fd00::/8");
    }

    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] its = other.getAddress();
        if (mine.length != its.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if (((mine[bit / Byte.SIZE] ^ its[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
