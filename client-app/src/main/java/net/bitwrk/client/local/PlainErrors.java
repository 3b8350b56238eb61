package net.bitwrk.client.local;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What Jetty itself refuses (requests that are no HTTP, headers too long) gets a plain line too. */
final class PlainErrors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Object message = request.getAttribute(ERROR_MESSAGE);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, line(message == null ? "status " + response.getStatus() : message.toString()), callback);
        return true;
    }

    private static ByteBuffer line(String text) {
        return ByteBuffer.wrap(Ascii.of(text).getBytes(StandardCharsets.US_ASCII));
    }
}
