package net.bitwrk.exchange.web.market;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import net.bitwrk.exchange.market.Quote;
import net.bitwrk.exchange.market.Quotes;
import net.bitwrk.exchange.platform.Settings;
import net.bitwrk.exchange.web.Page;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.money.Money;

import java.util.List;
import java.util.Optional;

/**
 * {@code GET /articles?unit=&after=&limit=}: the articles for which there has ever been a bid, with what they cost. {@code unit}
 * chooses the currency; the next page is asked for with the last article as {@code after}.
 */
@Path("articles")
public class ArticlesResource {
    private static final int DEFAULT_LIMIT = 100;

    @Inject
    private Quotes quotes;

    @Inject
    private Settings settings;

    @GET
    @Produces("application/json;qs=0.9")
    public Response json(@BeanParam MarketQuery query, @QueryParam("after") @DefaultValue("") String after) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        find(query, after).forEach(quote -> array.add(json(quote)));
        return MarketQuery.answer(array.build().toString(), MediaType.APPLICATION_JSON);
    }

    private static JsonObjectBuilder json(Quote quote) {
        return Json.createObjectBuilder()
                .add("article", quote.market().article().text())
                .add("bestBuy", text(quote.bestBuy()))
                .add("bestSell", text(quote.bestSell()))
                .add("lastPrice", text(quote.lastPrice()))
                .add("volume", quote.volume().toString())
                .add("trades", quote.trades());
    }

    private static JsonValue text(Optional<Money> money) {
        return money.<JsonValue>map(known -> Json.createValue(known.toString())).orElse(JsonValue.NULL);
    }

    @GET
    @Produces("text/html;charset=UTF-8")
    public Response html(@BeanParam MarketQuery query, @QueryParam("after") @DefaultValue("") String after) {
        List<Quote> found = find(query, after);
        var rows = new Page.Rows()
                .columns("Article", "Best buy", "Best sell", "Last price", "Traded in 24 hours", "Trades in 24 hours");
        found.forEach(quote -> rows.linked(
                BookResource.path(quote.market(), query.unit()),
                quote.market().article().text(),
                shown(quote.bestBuy()),
                shown(quote.bestSell()),
                shown(quote.lastPrice()),
                quote.volume().toString(),
                Long.toString(quote.trades())));
        Page page = Page.titled("Articles")
                .paragraph("Every article for which there has ever been a bid, with the bids that wait.")
                .table(rows);
        if (found.size() == query.limit(DEFAULT_LIMIT)) {
            String last = found.get(found.size() - 1).market().article().text();
            page.link("more", "/articles?unit=" + query.unit().symbol() + "&after=" + last);
        }
        return MarketQuery.answer(page.html(settings.playMoney()), "text/html;charset=UTF-8");
    }

    private static String shown(Optional<Money> money) {
        return money.map(Money::toString).orElse("none");
    }

    private List<Quote> find(MarketQuery query, String after) {
        String behind = MarketQuery.valid(() -> after.isEmpty() ? after : new ArticleId(after).text());
        return quotes.after(behind, query.unit().currency(), query.limit(DEFAULT_LIMIT));
    }
}
