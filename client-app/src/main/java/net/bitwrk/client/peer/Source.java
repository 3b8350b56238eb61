package net.bitwrk.client.peer;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where requests come from, as far as limits are concerned: an IPv4 address, or the /64 of an IPv6 address, since whoever
 * has one address of it has all. An IPv4 address mapped into IPv6 counts as that IPv4 address.
 */
record Source(String text) {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    static Source of(InetAddress address) {
        return of(address.getAddress());
    }

    static Source of(byte[] address) {
        boolean isMapped = address.length == IPV6_BYTES && Arrays.equals(Arrays.copyOf(address, MAPPED.length), MAPPED);
        byte[] counted = isMapped ? Arrays.copyOfRange(address, IPV6_BYTES - IPV4_BYTES, IPV6_BYTES) : address;
        int length = counted.length == IPV4_BYTES ? IPV4_BYTES : NETWORK_BYTES;
        return new Source(HexFormat.of().formatHex(counted, 0, length));
    }
}
