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
 */
@WebFilter(urlPatterns = "/*", dispatcherTypes = DispatcherType.REQUEST, asyncSupported = true)
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
        String path = request.getRequestURI();
        if (path.startsWith("//")) {
            String query = request.getQueryString();
            String single = path.replaceFirst("^/+", "/");
            request.getRequestDispatcher(query == null ? single : single + "?" + query)
                    .forward(request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            if (response.isCommitted() || !isBroken(e)) {
                throw e;
            }
            refuse(response);
        }
    }

    /** The server waits for a form's first byte before any resource sees the request, and would answer 500 itself. */
    private static boolean isBroken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private static void refuse(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_REQUEST_TIMEOUT);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Connection", "close");
        response.getWriter().print(BodyBroken.TEXT);
    }
}
