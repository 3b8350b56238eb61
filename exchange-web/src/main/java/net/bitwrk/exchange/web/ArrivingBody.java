package net.bitwrk.exchange.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A request's body while it comes in. Holds no thread; once the body is here, too long, or what it says to be long is over
 * the limit anyway, the request is dispatched again and carries it as an attribute. A body that is not whole in time, or breaks
 * off, is answered with 408, one for which there is no room with 503.
 */
final class ArrivingBody implements ReadListener, AsyncListener {
    /** The longest document of the protocol, everything escaped, is below 8 KiB. */
    static final long MAX_BYTES = 65_536;

    /** For the whole of it: documents have some hundred bytes. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Of all bodies that come in at a time: more would be somebody's who wants the memory. */
    private static final long MAX_BYTES_IN_ALL = 64L << 20;

    private static final String BROKEN =
            "the request's body did not come whole in time, expected as many bytes as its header says";

    private static final String ATTRIBUTE = ArrivingBody.class.getName();
    private static final int STEP = 4096;
    private static final AtomicLong IN_ALL = new AtomicLong();

    private final AsyncContext context;
    private final ServletInputStream in;
    private final String target;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean isTooLong;
    private boolean isDone;

    private ArrivingBody(AsyncContext context, ServletInputStream in, String target) {
        this.context = context;
        this.in = in;
        this.target = target;
    }

    static boolean isAnnounced(HttpServletRequest request) {
        return request.getContentLengthLong() > 0
                || request.getHeader("Transfer-Encoding") != null
                || request.getContentLengthLong() < 0 && request.getHeader("Content-Length") != null
                // Neither is needed there.
                || request.getProtocol().startsWith("HTTP/2")
                        && request.getMethod().equals("POST");
    }

    /** Waits for the body, then dispatches the request to {@code target}, a path with its query. */
    static void await(HttpServletRequest request, String target) throws IOException {
        AsyncContext context = request.startAsync();
        var body = new ArrivingBody(context, request.getInputStream(), target);
        request.setAttribute(ATTRIBUTE, body);
        if (isTooLong(request.getHeader("Content-Length"))) {
            body.tooLong();
            return;
        }
        context.setTimeout(PATIENCE.toMillis());
        context.addListener(body);
        body.in.setReadListener(body);
    }

    /** Not by the request's own reading, whose number has 31 bits. */
    private static boolean isTooLong(String contentLength) {
        String digits = contentLength == null ? "0" : contentLength.strip();
        return digits.matches("[0-9]+") && new BigInteger(digits).compareTo(BigInteger.valueOf(MAX_BYTES)) > 0;
    }

    /** The body of a request that has been dispatched again. */
    static Optional<ArrivingBody> of(HttpServletRequest request) {
        return Optional.ofNullable((ArrivingBody) request.getAttribute(ATTRIBUTE));
    }

    /** Whether it is longer than {@link #MAX_BYTES}, and not all here. */
    synchronized boolean isTooLong() {
        return isTooLong;
    }

    /** The request with this body. */
    HttpServletRequest in(HttpServletRequest request) {
        return new BodiedRequest(request, bytes.toByteArray());
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] step = new byte[STEP];
        while (!isDone()) {
            // Grizzly does not tell the end of a body that was there from the beginning. And whoever asks whether there
            // is
            // more is called back, even where there is not: by then the request may be over, and is another's.
            if (in.isFinished() && in.available() == 0) {
                onAllDataRead();
            } else if (in.isReady()) {
                int length = in.read(step);
                if (length < 0) {
                    onAllDataRead();
                } else {
                    take(step, length);
                }
            } else {
                return;
            }
        }
    }

    private void take(byte[] step, int length) {
        if (!keep(step, length)) {
            return;
        }
        if (IN_ALL.get() > MAX_BYTES_IN_ALL) {
            refuse(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "too many requests come in at the same time");
        } else if (bytes.size() > MAX_BYTES) {
            tooLong();
        }
    }

    /** Not after the end, which may come from another thread: what is counted then would be counted for ever. */
    private synchronized boolean keep(byte[] step, int length) {
        if (!isDone) {
            bytes.write(step, 0, length);
            IN_ALL.addAndGet(length);
        }
        return !isDone;
    }

    private void tooLong() {
        synchronized (this) {
            isTooLong = true;
        }
        onAllDataRead();
    }

    @Override
    public void onAllDataRead() {
        if (finish()) {
            context.dispatch(target);
        }
    }

    @Override
    public void onError(Throwable failure) {
        refuse(HttpServletResponse.SC_REQUEST_TIMEOUT, BROKEN);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        refuse(HttpServletResponse.SC_REQUEST_TIMEOUT, BROKEN);
    }

    @Override
    public void onError(AsyncEvent event) {
        finish();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        finish();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Somebody behind the dispatch waits on for another reason.
    }

    /** Whether this is the first end that it comes to. */
    private synchronized boolean finish() {
        if (isDone) {
            return false;
        }
        isDone = true;
        IN_ALL.addAndGet(-bytes.size());
        return true;
    }

    private synchronized boolean isDone() {
        return isDone;
    }

    private void refuse(int status, String text) {
        if (!finish()) {
            return;
        }
        var response = (HttpServletResponse) context.getResponse();
        try {
            response.setStatus(status);
            response.setContentType("text/plain;charset=UTF-8");
            response.setHeader("Connection", "close");
            if (status == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
                response.setHeader("Retry-After", "10");
            }
            response.getWriter().print(text);
        } catch (IOException e) {
            // Nobody is there any more.
        } finally {
            context.complete();
        }
    }
}
