package net.bitwrk.client.exchange;

import org.eclipse.jetty.http.HttpFields;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the exchange answered, read to its end. */
record Answer(int status, HttpFields fields, byte[] body) {
    /** Protocol section 5: so much of a reason is shown. */
    private static final int MAX_REASON = 1024;

    private static final int TOO_MANY = 429;
    private static final int CALLERS_ERRORS = 400;
    private static final int SERVER_ERRORS = 500;
    private static final String WEB_PAGE = "text/html";
    private static final int MAX_SECONDS_DIGITS = 9;

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Neither yes nor no: the same call may succeed later, unchanged. */
    boolean isPassing() {
        return status >= SERVER_ERRORS || isTooMany();
    }

    /**
     * Whether this is no word of the exchange: its refusals are plain text or JSON. An application server that has not
     * started the exchange yet says "not found" to everything, by a web page.
     *
     * @param accept what was asked for: where a page would do, too, it is passed on to whoever asked
     */
    boolean isOfAnother(String accept) {
        boolean wantsPage = accept.contains(WEB_PAGE) || accept.contains("*/*");
        boolean isRefusal = status >= CALLERS_ERRORS && !isPassing();
        return isRefusal && isWebPage() && !wantsPage;
    }

    private boolean isWebPage() {
        return field("Content-Type")
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith(WEB_PAGE))
                .isPresent();
    }

    boolean isTooMany() {
        return status == TOO_MANY;
    }

    /** How long not to ask again: seconds, or a date, which counts from the answer's own. */
    Optional<Duration> retryAfter() {
        String text = field("Retry-After").orElse("");
        if (text.matches("\\d{1," + MAX_SECONDS_DIGITS + "}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        return date("Retry-After")
                .flatMap(until -> date("Date").map(now -> Duration.between(now, until)))
                .filter(pause -> !pause.isNegative());
    }

    private Optional<ZonedDateTime> date(String name) {
        try {
            return field(name).map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    ExchangeRefused refusal(String call) {
        byte[] shown = Arrays.copyOf(body, Math.min(body.length, MAX_REASON));
        String reason = isWebPage() ? "a web page" : oneLine(new String(shown, StandardCharsets.UTF_8));
        return new ExchangeRefused(call, status, reason, isPassing(), retryAfter());
    }

    /** Printable ASCII on one line, whatever the other side sent (assurance R6). */
    private static String oneLine(String reason) {
        return reason.replaceAll("\\s+", " ").replaceAll("[^ -~]", "?").strip();
    }
}
