package net.bitwrk.exchange.web.stopping;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

/** Counts the requests that are not answered, and refuses those that come after the end has begun. */
@Provider
@PreMatching
@Priority(0)
public class StoppingGate implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String COUNTED = StoppingGate.class.getName();

    @Inject
    private Stopping stopping;

    @Override
    public void filter(ContainerRequestContext request) {
        if (!stopping.enter()) {
            throw new Stopped();
        }
        request.setProperty(COUNTED, true);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(COUNTED) != null) {
            request.removeProperty(COUNTED);
            stopping.leave();
        }
        if (stopping.isBegun()) {
            response.getHeaders().putSingle("Connection", "close");
        }
    }
}
