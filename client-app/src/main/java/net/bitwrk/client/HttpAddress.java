package net.bitwrk.client;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.net.URI;
import java.net.URISyntaxException;

/** Reads the address of a client or an exchange: {@code localhost:8081} is none, though it is a URI. */
final class HttpAddress implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
        try {
            URI address = new URI(text);
            boolean isHttp =
                    "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
            if (isHttp && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Told below, like any other text that is no address.
        }
        throw new TypeConversionException("'" + text + "' is no address, expected one such as http://127.0.0.1:8081");
    }
}
