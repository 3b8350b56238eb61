package net.bitwrk.exchange.platform;

import net.bitwrk.protocol.Malformed;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of IP addresses such as {@code 10.0.0.0/8}, {@code ::1} or {@code 192.0.2.7}. Host names are not taken: what a
 * name means can change behind the operator's back.
 */
public final class AddressRange {
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})";

    /** What may be a literal: {@link InetAddress} looks nothing up for an IPv4 address, nor for what has a colon in it. */
    private static final Pattern LITERAL =
            Pattern.compile(BYTE + "(\\." + BYTE + "){3}|(?=[^:]*:)[0-9A-Fa-f:][0-9A-Fa-f:.]*");

    private final String text;
    private final byte[] address;
    private final int prefixBits;

    private AddressRange(String text, byte[] address, int prefixBits) {
        this.text = text;
        this.address = address;
        this.prefixBits = prefixBits;
    }

    /** @throws Malformed if {@code text} is no address and no range of them */
    public static AddressRange parse(String field, String text) {
        String[] parts = text.split("/", 2);
        byte[] address = literal(parts[0])
                .orElseThrow(() -> new Malformed(field, text, "an IP address or a range like '10.0.0.0/8'"))
                .getAddress();
        int bits = address.length * Byte.SIZE;
        if (parts.length == 1) {
            return new AddressRange(text, address, bits);
        }
        if (!parts[1].matches("[0-9]{1,3}") || Integer.parseInt(parts[1]) > bits) {
            throw new Malformed(field, text, "a prefix length of 0 to " + bits);
        }
        return new AddressRange(text, address, Integer.parseInt(parts[1]));
    }

    /** An IP address from its text form, without a look-up; IPv4-mapped IPv6 addresses become IPv4 ones. */
    public static Optional<InetAddress> literal(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    public boolean contains(InetAddress candidate) {
        byte[] other = candidate.getAddress();
        if (other.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((address[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
