package net.bitwrk.client.local;

import net.bitwrk.client.peer.Hangups;
import net.bitwrk.protocol.Malformed;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.TreeSet;

/** Finds the route of each request, has the guard look at it, and turns a refusal into its answer. */
final class Dispatcher extends Handler.Abstract {
    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

    private final Guard guard;
    private final Hangups hangups;
    private final List<Route> routes;
    private final Route anyArticle;

    /**
     * @param routes the first that leads to a path and takes the method is used
     * @param anyArticle takes {@code POST} to a path that no route leads to
     */
    Dispatcher(Guard guard, Hangups hangups, List<Route> routes, Route anyArticle) {
        this.guard = guard;
        this.hangups = hangups;
        this.routes = List.copyOf(routes);
        this.anyArticle = anyArticle;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Call call;
        try {
            call = new Call(request, response, callback, hangups);
        } catch (Malformed e) {
            Response.writeError(request, response, callback, Refusal.INPUT.status(), e.getMessage());
            return true;
        }
        try {
            answer(call, response);
        } catch (Refused e) {
            refuse(call, e.refusal(), e.getMessage());
        } catch (Malformed e) {
            refuse(call, Refusal.INPUT, e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.DEBUG, "caller gone method={0} path={1}", call.method(), Ascii.of(call.path()));
            callback.failed(e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "call failed method=" + call.method() + " path=" + Ascii.of(call.path()), e);
            call.text(500, "internal error, see the log of the client");
        }
        return true;
    }

    private void answer(Call call, Response response) throws IOException {
        Visit visit = call.visit();
        guard.checkHost(visit);
        List<Route> leading =
                routes.stream().filter(route -> route.leadsTo(call.path())).toList();
        Route route = leading.stream()
                .filter(candidate -> candidate.takes(call.method()))
                .findFirst()
                .orElseGet(() -> fallback(call, response, leading));
        guard.checkOrigin(visit, route.effect());
        guard.checkCaller(visit, route.access());
        route.action().answer(call);
    }

    private Route fallback(Call call, Response response, List<Route> leading) {
        if (leading.isEmpty() && anyArticle.takes(call.method())) {
            return anyArticle;
        }
        if (leading.isEmpty()) {
            throw new Refused(Refusal.UNKNOWN, "there is nothing at " + Malformed.shown(call.path()));
        }
        var methods = new TreeSet<String>();
        leading.forEach(route -> methods.addAll(route.methods()));
        response.getHeaders().put(HttpHeader.ALLOW, String.join(", ", methods));
        throw new Refused(
                Refusal.METHOD,
                "method " + Malformed.shown(call.method()) + " is not possible here, expected "
                        + String.join(" or ", methods));
    }

    private static void refuse(Call call, Refusal refusal, String reason) {
        LOG.log(
                Level.DEBUG,
                "call refused method={0} path={1} refusal={2} reason={3}",
                call.method(),
                Ascii.of(call.path()),
                refusal,
                Ascii.of(reason));
        call.refuse(refusal, reason);
    }
}
