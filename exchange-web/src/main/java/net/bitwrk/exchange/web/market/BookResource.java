package net.bitwrk.exchange.web.market;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import net.bitwrk.exchange.bid.Market;
import net.bitwrk.exchange.market.Book;
import net.bitwrk.exchange.market.Level;
import net.bitwrk.exchange.market.Quotes;
import net.bitwrk.exchange.platform.Settings;
import net.bitwrk.exchange.web.Page;
import net.bitwrk.protocol.money.Unit;

import java.util.List;

/** {@code GET /articles/ID/book?unit=}: the bids that wait, by price; {@code unit} chooses the currency. */
@Path("articles/{article:.+}/book")
public class BookResource {
    @Inject
    private Quotes quotes;

    @Inject
    private Settings settings;

    static String path(Market market, Unit unit) {
        return "/articles/" + market.article() + "/book?unit=" + unit.symbol();
    }

    @GET
    @Produces("application/json;qs=0.9")
    public Response json(@PathParam("article") String article, @BeanParam MarketQuery query) {
        Market market = query.market(article);
        Book book = quotes.book(market);
        String json = Json.createObjectBuilder()
                .add("article", market.article().text())
                .add("buys", levels(book.buys()))
                .add("sells", levels(book.sells()))
                .build()
                .toString();
        return MarketQuery.answer(json, MediaType.APPLICATION_JSON);
    }

    private static JsonArrayBuilder levels(List<Level> levels) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        levels.forEach(level -> array.add(Json.createObjectBuilder()
                .add("price", level.price().toString())
                .add("count", level.count())));
        return array;
    }

    @GET
    @Produces("text/html;charset=UTF-8")
    public Response html(@PathParam("article") String article, @BeanParam MarketQuery query) {
        Market market = query.market(article);
        Book book = quotes.book(market);
        Page page = Page.titled("Order book of " + market.article());
        side(page, "Buyers pay", book.buys());
        side(page, "Sellers ask", book.sells());
        return MarketQuery.answer(page.html(settings.playMoney()), "text/html;charset=UTF-8");
    }

    private static void side(Page page, String heading, List<Level> levels) {
        page.heading(heading);
        if (levels.isEmpty()) {
            page.paragraph("nobody");
            return;
        }
        var rows = new Page.Rows().columns("Price", "Bids");
        levels.forEach(level -> rows.line(level.price().toString(), Long.toString(level.count())));
        page.table(rows);
    }
}
