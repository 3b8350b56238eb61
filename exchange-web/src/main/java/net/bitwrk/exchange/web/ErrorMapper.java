package net.bitwrk.exchange.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import net.bitwrk.exchange.platform.Unavailable;
import net.bitwrk.exchange.refusal.Refused;
import net.bitwrk.exchange.web.stopping.Stopped;
import net.bitwrk.protocol.Malformed;

import java.util.Optional;

/**
 * Whatever was thrown, as an answer. A mistake of the client is told with what would have been right; anything else is a
 * bug, logged once with its stack trace, of which nothing goes out. A database that is away, or that others hold up, is
 * neither: 503, and one line in the log.
 */
@Provider
public class ErrorMapper implements ExceptionMapper<Throwable> {
    private static final System.Logger LOG = System.getLogger(ErrorMapper.class.getName());
    private static final String LOGGED = ErrorMapper.class.getName();
    private static final int BAD_REQUEST = 400;
    private static final int TOO_MANY = Response.Status.TOO_MANY_REQUESTS.getStatusCode();
    private static final int UNAVAILABLE = Response.Status.SERVICE_UNAVAILABLE.getStatusCode();
    /** Of 429 and 503. */
    public static final int RETRY_AFTER_SECONDS = 10;

    @Context
    private HttpHeaders headers;

    @Context
    private Request request;

    @Context
    private UriInfo uri;

    @Context
    private HttpServletRequest servletRequest;

    @Override
    public Response toResponse(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refused refused) {
                int status = ReasonStatus.of(refused.reason());
                logOnce(() -> LOG.log(
                        System.Logger.Level.DEBUG,
                        () -> "request refused " + asked() + " reason=" + refused.reason() + ": "
                                + refused.getMessage()));
                return status == TOO_MANY ? later(status, cause) : Problem.of(status, refused.getMessage(), headers);
            }
            if (cause instanceof Malformed malformed) {
                return Problem.of(BAD_REQUEST, malformed.getMessage(), headers);
            }
            if (cause instanceof BodyTooLong tooLong) {
                return Problem.of(
                        Response.Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode(), tooLong.getMessage(), headers);
            }
            if (cause instanceof TookTooLong || cause instanceof Stopped) {
                return later(UNAVAILABLE, cause);
            }
            if (cause instanceof WebApplicationException refused) {
                return ofServer(refused);
            }
        }
        logOnce(() -> Unavailable.log(LOG, "request failed " + asked(), thrown));
        Optional<Unavailable> away = Unavailable.of(thrown);
        if (away.isPresent()) {
            return later(UNAVAILABLE, away.get());
        }
        return Problem.of(
                Response.Status.INTERNAL_SERVER_ERROR.getStatusCode(),
                "the exchange failed at this request; its operator finds the reason in the log",
                headers);
    }

    /** Payara asks mappers for the answer also to see whether there is one, up to twice before it asks for good. */
    private void logOnce(Runnable line) {
        if (servletRequest.getAttribute(LOGGED) == null) {
            servletRequest.setAttribute(LOGGED, true);
            line.run();
        }
    }

    private String asked() {
        return "method=" + request.getMethod() + " path=" + path();
    }

    private Response later(int status, Throwable cause) {
        return Response.fromResponse(Problem.of(status, cause.getMessage(), headers))
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }

    private Response ofServer(WebApplicationException refused) {
        Response original = refused.getResponse();
        if (original.getStatus() < BAD_REQUEST) {
            return original;
        }
        Response problem = Problem.of(original.getStatus(), reason(refused), headers);
        String allow = original.getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? problem
                : Response.fromResponse(problem)
                        .header(HttpHeaders.ALLOW, allow)
                        .build();
    }

    private String reason(WebApplicationException refused) {
        if (refused instanceof NotAllowedException notAllowed) {
            return "method " + Malformed.shown(request.getMethod()) + " is not possible on " + path()
                    + ", expected one of " + notAllowed.getResponse().getHeaderString(HttpHeaders.ALLOW);
        }
        if (refused instanceof NotSupportedException) {
            String type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
            return "content type '" + Malformed.shown(type == null ? "" : type) + "' is not taken, expected "
                    + RequestGate.FORM_TYPE;
        }
        if (refused instanceof NotFoundException) {
            return "nothing is known under " + path();
        }
        if (refused instanceof NotAcceptableException) {
            return "nothing here is of the type asked for by Accept '"
                    + Malformed.shown(String.join(", ", headers.getRequestHeader(HttpHeaders.ACCEPT))) + "'";
        }
        return "the request is malformed: status " + refused.getResponse().getStatus();
    }

    private String path() {
        return "/" + Malformed.shown(uri.getPath(false).replaceFirst("^/+", ""));
    }
}
