package net.bitwrk.client.local;

import net.bitwrk.protocol.Malformed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads the body of a form post; browsers and programs send {@code application/x-www-form-urlencoded}. */
final class FormBody {
    /** Some fields of a few thousand characters each. */
    private static final int MAX_BYTES = 65_536;

    private static final String TYPE = "application/x-www-form-urlencoded";

    private FormBody() {}

    static Fields read(String query, String contentType, InputStream body) {
        try (body) {
            byte[] bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new Refused(Refusal.INPUT, "the form is longer than " + MAX_BYTES + " bytes");
            }
            String type = contentType.split(";")[0].strip().toLowerCase(Locale.ROOT);
            if (bytes.length > 0 && !type.equals(TYPE)) {
                throw new Malformed("Content-Type", contentType, TYPE);
            }
            return Fields.of(query, new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException("the caller has gone", e);
        }
    }
}
