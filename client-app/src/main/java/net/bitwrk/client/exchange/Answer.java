package net.bitwrk.client.exchange;

import org.eclipse.jetty.http.HttpFields;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What the exchange answered, read to its end. */
record Answer(int status, HttpFields fields, byte[] body) {
    /** Protocol section 5: so much of a reason is shown. */
    private static final int MAX_REASON = 1024;

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    ExchangeRefused refusal(String call) {
        byte[] shown = Arrays.copyOf(body, Math.min(body.length, MAX_REASON));
        return new ExchangeRefused(call, status, oneLine(new String(shown, StandardCharsets.UTF_8)));
    }

    /** Printable ASCII on one line, whatever the other side sent (assurance R6). */
    private static String oneLine(String reason) {
        return reason.replaceAll("\\s+", " ").replaceAll("[^ -~]", "?").strip();
    }
}
