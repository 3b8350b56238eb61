package net.bitwrk.exchange.web.market;

import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import net.bitwrk.exchange.market.Trades;
import net.bitwrk.exchange.web.Limit;

import java.time.Clock;

/** {@code GET /query/trades}. */
@Path("query/trades")
public class TradesResource {
    @Inject
    private Trades trades;

    @Inject
    private Clock clock;

    @GET
    public Response trades(@BeanParam MarketQuery query) {
        MarketQuery.Range asked = query.range(clock);
        var found = trades.between(asked.market(), asked.begin(), asked.end(), query.limit(Limit.MAX));
        return MarketQuery.answer(TradesJson.write(asked, found).toString(), MediaType.APPLICATION_JSON);
    }
}
