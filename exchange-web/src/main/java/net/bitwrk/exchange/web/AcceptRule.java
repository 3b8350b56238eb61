package net.bitwrk.exchange.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/**
 * What the server is told to choose by. An empty {@code Accept} means the same as none: anything, so HTML (protocol section
 * 5). Who accepts problem details by name and nothing else can be told that nothing is there, and gets JSON where it is.
 */
@Provider
@PreMatching
public class AcceptRule implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        if (Problem.isAccepted(request.getHeaders().get(HttpHeaders.ACCEPT))) {
            request.getHeaders().add(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON + ";q=0.002, */*;q=0.001");
            return;
        }
        String accept = request.getHeaderString(HttpHeaders.ACCEPT);
        if (accept == null || accept.isBlank()) {
            request.getHeaders().putSingle(HttpHeaders.ACCEPT, MediaType.WILDCARD);
        }
    }
}
