package net.bitwrk.client.local;

import net.bitwrk.client.local.Route.Access;
import net.bitwrk.client.local.Route.Effect;
import net.bitwrk.client.worker.TooManyWorkers;
import net.bitwrk.client.worker.Workers;
import net.bitwrk.protocol.Malformed;

import java.util.List;
import java.util.Set;

/** Workers come, report back and go. */
public final class WorkerCalls {
    private final Workers workers;

    public WorkerCalls(Workers workers) {
        this.workers = workers;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/registerworker", Access.OPEN, this::register),
                new Route("/unregisterworker", Set.of("GET", "POST"), Access.OPEN, Effect.CHANGES, this::unregister));
    }

    private void register(Call call) {
        Fields form = call.form();
        try {
            workers.register(
                    form.need("id"),
                    form.find("article").orElse(""),
                    form.find("pushurl").orElse(""),
                    call.remote().getAddress());
        } catch (TooManyWorkers e) {
            throw new Refused(Refusal.LIMIT, e.getMessage());
        }
        call.text(200, "");
    }

    private void unregister(Call call) {
        String id = call.form().need("id");
        if (!workers.unregister(id)) {
            throw new Refused(Refusal.UNKNOWN, "there is no worker " + Malformed.shown(id));
        }
        call.text(200, "");
    }
}
