package net.bitwrk.exchange.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The files that pages need. Known by name: no path leads to anything else of the archive. */
@Path("assets")
public class AssetResource {
    private static final Map<String, String> TYPES = Map.of("page.css", "text/css;charset=UTF-8");

    @GET
    @Path("{name}")
    public Response asset(@PathParam("name") String name) throws IOException {
        String type = TYPES.get(name);
        if (type == null) {
            throw new NotFoundException();
        }
        try (InputStream file = AssetResource.class.getResourceAsStream("assets/" + name)) {
            return Response.ok(file.readAllBytes())
                    .type(type)
                    .header(HttpHeaders.CACHE_CONTROL, "max-age=3600")
                    .build();
        }
    }
}
