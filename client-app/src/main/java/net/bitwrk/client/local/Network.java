package net.bitwrk.client.local;

import net.bitwrk.protocol.Malformed;

import java.net.InetAddress;
import java.util.Arrays;

/** A network in CIDR notation, e.g. {@code 192.168.1.0/24} or {@code fd00::/8}; without a length, one address. */
public final class Network {
    private final byte[] address;
    private final int bits;

    private Network(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /** @throws Malformed if {@code text} is no network; names are not looked up */
    public static Network parse(String field, String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        InetAddress address = IpLiteral.parse(host).orElseThrow(() -> wrong(field, text));
        int all = address.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? all : length(field, text, text.substring(slash + 1));
        if (bits > all) {
            throw wrong(field, text);
        }
        return new Network(address.getAddress(), bits);
    }

    private static int length(String field, String text, String digits) {
        if (!digits.matches("[0-9]{1,3}")) {
            throw wrong(field, text);
        }
        return Integer.parseInt(digits);
    }

    private static Malformed wrong(String field, String text) {
        return new Malformed(field, text, "a network such as 192.168.1.0/24");
    }

    public boolean contains(InetAddress other) {
        byte[] that = other.getAddress();
        if (that.length != address.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        boolean equalBytes = Arrays.equals(address, 0, whole, that, 0, whole);
        return equalBytes && (rest == 0 || (address[whole] ^ that[whole]) >> Byte.SIZE - rest == 0);
    }
}
