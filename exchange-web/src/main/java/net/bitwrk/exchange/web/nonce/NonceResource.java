package net.bitwrk.exchange.web.nonce;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import net.bitwrk.exchange.nonce.Nonces;
import net.bitwrk.exchange.platform.Unavailable;
import net.bitwrk.exchange.web.ErrorMapper;

/**
 * {@code GET /nonce}: a nonce and nothing else. A 0.7 client takes the first 80 bytes of whatever comes for a nonce, so
 * nothing is refused here, and a failure has no body.
 */
@Path("nonce")
public class NonceResource {
    private static final System.Logger LOG = System.getLogger(NonceResource.class.getName());

    @Inject
    private Nonces nonces;

    @GET
    public Response nonce() {
        try {
            return answer(Response.Status.OK, nonces.issue().text()).build();
        } catch (RuntimeException e) {
            Unavailable.log(LOG, "no nonce can be made", e);
            return answer(Response.Status.SERVICE_UNAVAILABLE, "")
                    .header(HttpHeaders.RETRY_AFTER, ErrorMapper.RETRY_AFTER_SECONDS)
                    .build();
        }
    }

    private static Response.ResponseBuilder answer(Response.Status status, String text) {
        return Response.status(status)
                .entity(text)
                .type("text/plain;charset=UTF-8")
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
