package net.bitwrk.client.local;

import net.bitwrk.client.peer.CallerWatch;
import net.bitwrk.client.peer.Hangups;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One request to the local interface and the way to answer it: exactly one of the answering methods, once. */
public final class Call {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Hangups hangups;
    private final String path;
    private volatile CallerWatch watch;

    Call(Request request, Response response, Callback callback, Hangups hangups) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.hangups = hangups;
        this.path = PathEscapes.decode(request.getHttpURI().getPath());
        // Nothing here is ever to be taken for something else by a browser (assurance X2).
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    }

    public String method() {
        return request.getMethod();
    }

    /** The path with its escapes taken away. */
    public String path() {
        return path;
    }

    /** What follows {@code prefix} in the path. */
    public String pathAfter(String prefix) {
        return path.substring(prefix.length());
    }

    /** The path as it was sent, escapes and all. */
    String rawPath() {
        return request.getHttpURI().getPath();
    }

    /** Path and query as they were sent. */
    public String target() {
        return request.getHttpURI().getPathQuery();
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** The fields of the query alone. */
    public Fields query() {
        return Fields.of(query(request));
    }

    /** The fields of query and body; a body must be a form. Reads the body. */
    public Fields form() {
        return FormBody.read(query(request), header("Content-Type").orElse(""), body());
    }

    private static String query(Request request) {
        String query = request.getHttpURI().getQuery();
        return query == null ? "" : query;
    }

    /** The body as it comes; reading blocks. */
    public InputStream body() {
        return Content.Source.asInputStream(request);
    }

    Visit visit() {
        return new Visit(method(), request.getHeaders(), remote().getAddress(), local());
    }

    /** Where the request comes from. */
    public InetSocketAddress remote() {
        return (InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress();
    }

    private InetAddress local() {
        return ((InetSocketAddress) request.getConnectionMetaData().getLocalSocketAddress()).getAddress();
    }

    /** Has {@code hungUp} run, once, if the caller closes its connection before it is answered; the body has been read. */
    void whenHungUp(Runnable hungUp) {
        // Waiting for a result is no idleness.
        request.addIdleTimeoutListener(timeout -> false);
        watch = hangups.watch(request, response, hungUp);
    }

    private void endWatch() {
        if (watch != null) {
            watch.end();
        }
    }

    public void setHeader(String name, String value) {
        response.getHeaders().put(name, value);
    }

    public void text(int status, String text) {
        answer(status, "text/plain", text.getBytes(StandardCharsets.US_ASCII));
    }

    public void json(byte[] json) {
        answer(200, "application/json", json);
    }

    public void html(int status, String html) {
        answer(status, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
    }

    /** Exactly 303, with a bare path: the Blender add-on puts host and port before it. */
    public void seeOther(String path) {
        redirect(303, path);
    }

    void redirect(int status, String path) {
        response.getHeaders().put(HttpHeader.LOCATION, path);
        answer(status, "text/plain", new byte[0]);
    }

    public void answer(int status, String contentType, byte[] body) {
        endWatch();
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /** A body too long to be held in memory. Closes {@code body}; blocks until it has gone out. */
    void stream(String contentType, long length, InputStream body) throws IOException {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
        if (method().equals("HEAD")) {
            body.close();
            response.write(true, ByteBuffer.allocate(0), callback);
            return;
        }
        Content.copy(Content.Source.from(body), response, callback);
    }

    /** A refusal: the reason as plain ASCII text. */
    void refuse(Refusal refusal, String reason) {
        text(refusal.status(), Ascii.of(reason));
    }
}
