package net.bitwrk.exchange.web;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/**
 * {@code GET /myip}: the caller's address, with no port, brackets or line break. A seller puts it into its worker URLs
 * whatever the status is, so nothing here is ever refused, not even for its {@code Accept}.
 */
@Path("myip")
public class MyIpResource {
    @Inject
    private ClientAddress clientAddress;

    @GET
    public Response myIp(@Context HttpServletRequest request) {
        return Response.ok(clientAddress.of(request).getHostAddress())
                .type("text/plain;charset=UTF-8")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
