package net.bitwrk.client;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes in bytes such as {@code 65536}, {@code 512M} or {@code 4G}; K, M, G and T are powers of 1024. */
final class SizeText implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([KMGT]?)");
    private static final int BITS = 10;

    @Override
    public Long convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is no size, expected e.g. 512M or 4G");
        }
        int power = matcher.group(2).isEmpty() ? 0 : "KMGT".indexOf(matcher.group(2)) + 1;
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << BITS * power);
    }
}
