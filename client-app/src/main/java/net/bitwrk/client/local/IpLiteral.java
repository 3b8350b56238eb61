package net.bitwrk.client.local;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads IP addresses in their usual forms without ever asking a name service. */
final class IpLiteral {
    private static final Pattern V4 = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private IpLiteral() {}

    /** Four decimal numbers, or IPv6 with or without brackets; no octal, hex or short forms, no zone. */
    static Optional<InetAddress> parse(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        boolean isV4 = !bracketed && V4.matcher(bare).matches();
        if (!isV4 && !V6.matcher(bare).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(isV4 ? bare : "[" + bare + "]"));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
