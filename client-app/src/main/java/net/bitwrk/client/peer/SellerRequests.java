package net.bitwrk.client.peer;

import net.bitwrk.protocol.Malformed;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.OutputStreamRequestContent;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.util.SocketAddressResolver;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** HTTP requests to one worker URL, at the one address that was checked; all of them end when this is closed. */
final class SellerRequests implements Closeable {
    /** Resolves nothing: every request is tagged with the address that was checked (assurance N1). */
    static final SocketAddressResolver PINNED = (host, port, context, promise) -> {
        Object tag =
                ((Destination) context.get(Destination.CONTEXT_KEY)).getOrigin().getTag();
        promise.succeeded(List.of((InetSocketAddress) tag));
    };

    private static final System.Logger LOG = System.getLogger(SellerRequests.class.getName());

    private static final int OK = 200;
    private static final int MAX_REASON = 200;

    private final HttpClient http;
    private final URI target;
    private final InetSocketAddress address;
    private final PeerLimits limits;
    private final Clock clock;
    private final Set<Request> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    SellerRequests(HttpClient http, URI workerUrl, InetSocketAddress address, PeerLimits limits, Clock clock) {
        this.http = http;
        this.limits = limits;
        this.clock = clock;
        this.target = workerUrl;
        this.address = new InetSocketAddress(named(workerUrl.getHost(), address.getAddress()), address.getPort());
    }

    /** The address with the name of the URL: Jetty asks TLS for the name that comes with the address. */
    private static InetAddress named(String host, InetAddress address) {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try {
            return address instanceof Inet6Address ipv6
                    ? Inet6Address.getByAddress(name, ipv6.getAddress(), ipv6.getScopeId())
                    : InetAddress.getByAddress(name, address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the bytes of an address are an address", e);
        }
    }

    /** A request that is being written while its answer may already be coming. */
    static final class Exchange {
        private final InputStreamResponseListener answer = new InputStreamResponseListener();
        private final OutputStreamRequestContent content;
        private final Request request;

        private Exchange(Request request, String contentType) {
            this.content = new OutputStreamRequestContent(contentType);
            this.request = request.body(content);
        }
    }

    Exchange post(String contentType, boolean gzip) throws IOException {
        var exchange = new Exchange(request(HttpMethod.POST), contentType);
        if (gzip) {
            exchange.request.headers(headers -> headers.put(HttpHeader.CONTENT_ENCODING, "gzip"));
        }
        send(exchange.request, exchange.answer);
        return exchange;
    }

    /** The same on a connection that ends with it: what {@code Connection: close} says. */
    Exchange lastPost() throws IOException {
        var exchange = new Exchange(request(HttpMethod.POST), "application/octet-stream");
        exchange.request.headers(headers -> headers.put(HttpHeader.CONNECTION, "close"));
        send(exchange.request, exchange.answer);
        return exchange;
    }

    void abort(Exchange exchange, IOException reason) {
        exchange.request.abort(reason);
    }

    OutputStream body(Exchange exchange) {
        return exchange.content.getOutputStream();
    }

    /** The header of the answer, once it has come. */
    HttpFields header(Exchange exchange) throws IOException {
        return await(exchange.answer).getHeaders();
    }

    /** Sends a short form whose answer nobody waits for. */
    void offer(String contentType, byte[] form) {
        var listener = new BufferingResponseListener(MAX_REASON) {
            @Override
            public void onComplete(Result result) {
                LOG.log(System.Logger.Level.DEBUG, "offered url={0} succeeded={1}", target, result.isSucceeded());
            }
        };
        try {
            send(request(HttpMethod.POST).body(new BytesRequestContent(contentType, form)), listener);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "not offered, the connection is closed url={0}", target);
        }
    }

    /** Waits for the header of the answer, which must be exactly 200, and gives its body. */
    InputStream answer(Exchange exchange) throws IOException {
        return answer(exchange.answer);
    }

    InputStream answer(InputStreamResponseListener listener) throws IOException {
        Response response = await(listener);
        InputStream body = listener.getInputStream();
        if (response.getStatus() != OK) {
            throw new PeerFault("the seller answers " + response.getStatus() + ": " + reason(body));
        }
        // No rate is asked of a seller: a list waits for our chunks, a result for its worker.
        return new PacedInput(body, limits.maxResultBytes(), limits.withoutRate(), clock);
    }

    /** Where writing failed: if the seller has refused meanwhile, then its answer is the reason. */
    IOException whyNot(Exchange exchange, IOException failure) {
        try {
            Response response = exchange.answer.get(1, TimeUnit.SECONDS);
            if (response.getStatus() != OK) {
                return new PeerFault(
                        "the seller answers " + response.getStatus() + ": " + reason(exchange.answer.getInputStream()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException | IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    InputStreamResponseListener send(Request request) throws IOException {
        var listener = new InputStreamResponseListener();
        send(request, listener);
        return listener;
    }

    Request request(HttpMethod method) {
        return http.newRequest(target)
                .tag(address)
                .method(method)
                .idleTimeout(PeerLimits.REQUEST.toMillis(), TimeUnit.MILLISECONDS)
                .timeout(PeerLimits.REQUEST.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void send(Request request, Response.CompleteListener listener) throws IOException {
        open.add(request);
        if (isClosed) {
            throw new IOException("the connection to the seller is closed");
        }
        request.onComplete(result -> open.remove(request)).send(listener);
    }

    private static Response await(InputStreamResponseListener listener) throws IOException {
        try {
            return listener.get(PeerLimits.REQUEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the seller");
        } catch (TimeoutException e) {
            throw new PeerFault("the seller does not answer in time");
        } catch (ExecutionException e) {
            // Jetty tells the whole state of its connection.
            String why =
                    e.getCause() instanceof EOFException ? null : e.getCause().getMessage();
            throw new IOException(why == null ? "the seller has hung up" : "the seller does not answer: " + why, e);
        }
    }

    private static String reason(InputStream body) throws IOException {
        return Malformed.shown(new String(body.readNBytes(MAX_REASON), StandardCharsets.UTF_8).strip());
    }

    @Override
    public void close() {
        isClosed = true;
        var closed = new IOException("the connection to the seller is closed");
        open.forEach(request -> abort(request, closed));
    }

    /** Jetty (12.1.14) fails with a null of its own where a request is just being sent; that one ends by its time-out. */
    private static void abort(Request request, IOException reason) {
        try {
            request.abort(reason);
        } catch (NullPointerException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection was closed while a request was being sent", e);
        }
    }
}
