package net.bitwrk.exchange.web;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import net.bitwrk.exchange.platform.Settings;
import net.bitwrk.protocol.json.MotdJson;

/** {@code GET /motd}: the message of the day, or the advice to update. */
@Path("motd")
public class MotdResource {
    private static final String OUTDATED =
            "This client is older than 0.7.0 and cannot trade here any more." + " Please install a newer one.";
    private static final String PLAY_MONEY = " This exchange trades with play money.";

    @Inject
    private Settings settings;

    @GET
    public Response motd(@HeaderParam(HttpHeaders.USER_AGENT) String userAgent) {
        boolean outdated = ClientVersion.isOutdated(userAgent);
        String text = (outdated ? OUTDATED : settings.motd()) + (settings.playMoney() ? PLAY_MONEY : "");
        return Response.ok(MotdJson.write(text, outdated).toString())
                .type("application/json")
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }
}
