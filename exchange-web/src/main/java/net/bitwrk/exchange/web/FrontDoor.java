package net.bitwrk.exchange.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;

/**
 * The first thing a request meets. BitWrk 0.7's user interface shows {@code //bid/ID}, so written, in a frame: paths with
 * several leading slashes are those with one, and pages may be framed. They may run nothing but the exchange's own files.
 *
 * <p>A body is taken in before anything else looks at the request, without a thread that waits for it: a few connections that
 * send a byte now and then would else hold all threads there are.
 */
@WebFilter(
        urlPatterns = "/*",
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ASYNC},
        asyncSupported = true)
public class FrontDoor extends HttpFilter {
    private static final long serialVersionUID = 1L;

    /** Tells browsers to ignore {@code X-Frame-Options}, too, should a proxy add that again. */
    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors *";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            chain.doFilter(
                    ArrivingBody.of(request).map(body -> body.in(request)).orElse(request), response);
            return;
        }
        String path = request.getRequestURI();
        String query = request.getQueryString();
        String single = path.replaceFirst("^/+", "/");
        String target = query == null ? single : single + "?" + query;
        if (ArrivingBody.isAnnounced(request)) {
            ArrivingBody.await(request, target);
        } else if (path.equals(single)) {
            chain.doFilter(request, response);
        } else {
            request.getRequestDispatcher(target).forward(request, response);
        }
    }
}
