package net.bitwrk.exchange.web.market;

import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import net.bitwrk.exchange.market.PriceSlot;
import net.bitwrk.exchange.market.Trades;

import java.time.Clock;
import java.util.List;

/** {@code GET /query/prices}. */
@Path("query/prices")
public class PricesResource {
    @Inject
    private Trades trades;

    @Inject
    private Clock clock;

    @GET
    public Response prices(@BeanParam MarketQuery query) {
        MarketQuery.Range asked = query.range(clock);
        boolean isForFlot = query.isForFlot();
        List<PriceSlot> slots = trades.prices(asked.market(), asked.begin(), asked.end(), query.resolution());
        JsonArray json = isForFlot ? PricesJson.flot(slots, asked.unit()) : PricesJson.slots(slots);
        return MarketQuery.answer(json.toString(), MediaType.APPLICATION_JSON);
    }
}
