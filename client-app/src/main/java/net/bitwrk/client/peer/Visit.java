package net.bitwrk.client.peer;

import net.bitwrk.client.sync.Meter;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** One request to an endpoint and its answer, both as streams. */
final class Visit {
    private static final int BUFFER = 8192;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final PeerLimits limits;
    private final Clock clock;
    private Optional<Admission.Slot> slot = Optional.empty();
    private boolean hasKnowledge;
    private boolean isBuyers;
    private boolean isAnswered;
    private Optional<CallerWatch> watch = Optional.empty();

    Visit(Request request, Response response, Callback callback, PeerLimits limits, Clock clock) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.limits = limits;
        this.clock = clock;
    }

    String method() {
        return request.getMethod();
    }

    String contentType() {
        return Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE))
                .orElse("");
    }

    Source source() {
        var remote = (InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress();
        return Source.of(remote.getAddress());
    }

    /** A stranger, so far. */
    void entered(Admission.Slot place) {
        slot = Optional.of(place);
    }

    /** From now on this counts as the buyer's request: its faults end the sale, and nothing hurries it. */
    void provesBuyer() throws PeerFault {
        provesKnowledge();
        isBuyers = true;
    }

    /** It is not hurried any more, but its faults are nobody's. */
    void provesKnowledge() throws PeerFault {
        hasKnowledge = true;
        if (slot.isPresent()) {
            slot.get().leave();
        }
    }

    /** Of which a sync info takes, as long as this is a stranger's. */
    Meter memory() {
        return slot.map(Admission.Slot::memory).orElse(Meter.UNLIMITED);
    }

    boolean hasKnowledge() {
        return hasKnowledge;
    }

    boolean isBuyers() {
        return isBuyers;
    }

    /** Why this stranger was given up, if it was. */
    Optional<String> givenUp() {
        return slot.flatMap(Admission.Slot::givenUp);
    }

    /** The body as it was sent; to see that nothing follows what is in it. */
    InputStream raw(long maxBytes) {
        idle(limits.silence());
        return new PacedInput(Content.Source.asInputStream(request), maxBytes, limits, clock);
    }

    /** The body in the clear: gzip or nothing. */
    InputStream decoded(InputStream raw) throws IOException {
        String encoding = Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_ENCODING))
                .orElse("");
        return switch (encoding) {
            case "" -> raw;
            case "gzip" -> new GZIPInputStream(raw, BUFFER);
            default -> throw new PeerFault("content encoding is neither gzip nor missing");
        };
    }

    /** The same of somebody who waits for us as much as we do. */
    InputStream unhurried(long maxBytes) {
        patient();
        return new PacedInput(Content.Source.asInputStream(request), maxBytes, limits.withoutRate(), clock);
    }

    /** Whether the header {@code Connection: close} is there, exactly so. */
    boolean closesConnection() {
        return request.getHeaders().getValuesList(HttpHeader.CONNECTION).equals(List.of("close"));
    }

    /** What was called, e.g. {@code 192.0.2.1:8082}. */
    String authority() {
        return Optional.ofNullable(request.getHeaders().get(HttpHeader.HOST)).orElse("");
    }

    /** Goes out with the answer that follows. */
    void addHeader(String name, String value) {
        response.getHeaders().put(name, value);
    }

    /** Answers 200, with no type; the connection ends with it. */
    OutputStream lastAnswer() {
        beginAnswer();
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        // Else the connection's end would be the answer's end, and what was cut off would look whole.
        response.getHeaders().put(HttpHeader.TRANSFER_ENCODING, "chunked");
        return new BufferedOutputStream(Content.Sink.asOutputStream(response), BUFFER);
    }

    /** From now on the other side has to wait, and may be silent as long as a request may take. */
    void patient() {
        idle(PeerLimits.REQUEST);
    }

    private void idle(Duration duration) {
        request.getConnectionMetaData().getConnection().getEndPoint().setIdleTimeout(duration.toMillis());
    }

    /** From now on, until the answer begins, {@code hungUp} is run once if the other side hangs up. */
    void watch(Hangups hangups, Runnable hungUp) {
        watch = Optional.of(hangups.watch(request, response, hungUp));
    }

    private void beginAnswer() {
        endWatch();
        isAnswered = true;
    }

    private void endWatch() {
        watch.ifPresent(CallerWatch::end);
        watch = Optional.empty();
    }

    /** Answers 200; what is written goes out unbuffered, closing it ends the answer. */
    OutputStream answer(String contentType) {
        beginAnswer();
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        return Content.Sink.asOutputStream(response);
    }

    OutputStream answer(String contentType, long length) {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
        return answer(contentType);
    }

    /** Answers with a text; when this returns the other side has got it as far as this computer can tell. */
    void answer(int status, String contentType, String text) throws IOException {
        beginAnswer();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        if (!contentType.isEmpty()) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        try (Blocker.Callback written = Blocker.callback()) {
            response.write(true, ByteBuffer.wrap(bytes), written);
            written.block();
        }
    }

    /** Refuses with a text; the connection ends with it, for what is left of the request is not read. */
    void refuse(int status, String reason) throws IOException {
        if (isAnswered) {
            throw new IOException(reason);
        }
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        answer(status, "text/plain;charset=utf-8", reason);
    }

    void allowOnly(String methods) {
        response.getHeaders().put(HttpHeader.ALLOW, methods);
    }

    void succeed() {
        endWatch();
        idle(limits.silence());
        callback.succeeded();
    }

    /** Hangs up: the other side must not take what it has for a whole answer. */
    void hangUp(Throwable reason) {
        endWatch();
        callback.failed(reason);
    }
}
