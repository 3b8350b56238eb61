package net.bitwrk.exchange.system.clock;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

import java.time.Instant;

/** Moves time: {@code GET /test-clock?stop=INSTANT}, {@code GET /test-clock?run}; without either, tells it. */
@Path("test-clock")
public class ClockResource {
    @Inject
    private MovableClock clock;

    @GET
    @Produces("text/plain")
    public String clock(@QueryParam("stop") String stop, @QueryParam("run") String run) {
        if (stop != null) {
            clock.stop(Instant.parse(stop));
        }
        if (run != null) {
            clock.run();
        }
        return clock.instant().toString();
    }
}
