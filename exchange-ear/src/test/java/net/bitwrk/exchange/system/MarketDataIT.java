package net.bitwrk.exchange.system;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Prices, trades and books as the deployed exchange answers, and {@code json-shapes.json} of them. */
@ExtendWith(SharedExchange.class)
final class MarketDataIT {
    private static final JsonObject SHAPES = Vectors.object("json-shapes.json");
    private static final Instant RECORDED = Instant.parse("2026-01-02T03:03:00Z");

    private final Exchange exchange;

    MarketDataIT(Exchange exchange) {
        this.exchange = exchange;
    }

    @AfterEach
    void letTimeRun() {
        exchange.runClock();
    }

    /** A time that lies in its slot of three minutes as the recorded one does in its own. */
    private Instant nextSlot() {
        long length = Duration.ofMinutes(3).toSeconds();
        return Instant.ofEpochSecond((exchange.time().getEpochSecond() / length + 1) * length);
    }

    private void trade(String article, Instant time, String... prices) {
        exchange.stopClock(time);
        List.of(prices).forEach(price -> Trade.complete(exchange, article, price));
    }

    @Test
    void pricesAreTheRecordedOnes() {
        String article = "net.bitwrk/blender/0/2.69/512M";
        Instant begin = nextSlot();
        trade(article, begin.plusSeconds(65), "mBTC 1", "mBTC 3");
        trade(article, begin.plusSeconds(200), "uBTC 33", "uBTC 34", "uBTC 33");
        trade(article, begin.plusSeconds(720), "BTC 0");
        Duration later = Duration.between(RECORDED, begin);

        String query = "/query/prices?article=" + article + "&begin=" + begin;
        assertEquals(
                shifted(SHAPES.getJsonArray("prices"), later),
                exchange.get(query).expect(200).json());
        assertEquals(
                shifted(SHAPES.getJsonArray("pricesFlot"), later),
                exchange.get(query + "&format=flot&unit=mBTC").expect(200).json());
        exchange.stopClock(begin.plusSeconds(721));
        assertEquals(
                1,
                exchange.get("/query/prices?period=30s&article=" + article)
                        .expect(200)
                        .json()
                        .asJsonArray()
                        .size());
    }

    private static JsonArray shifted(JsonArray array, Duration by) {
        JsonArrayBuilder shifted = Json.createArrayBuilder();
        array.forEach(value -> shifted.add(shifted(value, by)));
        return shifted.build();
    }

    private static JsonValue shifted(JsonValue value, Duration by) {
        if (value instanceof JsonObject slot) {
            return Json.createObjectBuilder(slot)
                    .add(
                            "begin",
                            Instant.parse(slot.getString("begin")).plus(by).toString())
                    .add("end", Instant.parse(slot.getString("end")).plus(by).toString())
                    .build();
        }
        if (value instanceof JsonArray point) {
            JsonNumber time = point.getJsonNumber(0);
            return Json.createArrayBuilder(point)
                    .set(0, time.longValueExact() + by.toMillis())
                    .build();
        }
        return value;
    }

    @Test
    void tradesLookAsRecorded() {
        String article = "net.bitwrk/blender/0/2.69/2G";
        Instant begin = nextSlot();
        Instant time = begin.plusSeconds(65);
        exchange.stopClock(time);
        JsonObject traded = Trade.complete(exchange, article, "mBTC 1");
        JsonObject recorded = SHAPES.getJsonObject("trades");
        JsonArray row = recorded.getJsonArray("data").getJsonArray(0);

        JsonObject found = exchange.get("/query/trades?article=" + article + "&begin=" + begin)
                .expect(200)
                .json()
                .asJsonObject();

        JsonArray data = found.getJsonArray("data");
        String id = data.getJsonArray(0).getString(7);
        assertEquals(
                traded.getString("BuyerBid"),
                exchange.getJson("/tx/" + id).expect(200).json().asJsonObject().getString("BuyerBid"));
        assertEquals(
                Json.createObjectBuilder(recorded)
                        .add("begin", begin.toString())
                        .add("end", begin.plus(Duration.ofDays(1)).toString())
                        .add(
                                "data",
                                Json.createArrayBuilder()
                                        .add(Json.createArrayBuilder(row)
                                                .set(1, time.toString())
                                                .set(2, time.toEpochMilli())
                                                .set(7, id)))
                        .build(),
                found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"net.bitwrk/blender/0/2.69/8G", "net.bitwrk%2Fblender%2F0%2F2.69%2F8G"})
    void aBookIsFoundByItsArticleWithSlashesInEitherForm(String article) {
        exchange.stopClock(exchange.time());
        Participant.of(exchange).place("SELL", "net.bitwrk/blender/0/2.69/8G", "mBTC 70");

        Answer answer = exchange.getJson("/articles/" + article + "/book").expect(200);

        JsonObject book = answer.json().asJsonObject();
        assertEquals("net.bitwrk/blender/0/2.69/8G", book.getString("article"));
        assertEquals("mBTC 70", book.getJsonArray("sells").getJsonObject(0).getString("price"), answer.toString());
        assertEquals("*", answer.header("Access-Control-Allow-Origin").orElse("none"));
    }

    @Test
    void articlesAreListedWithTheirPrices() {
        String article = "net.bitwrk/blender/0/2.69/32G";
        Trade.complete(exchange, article, "mBTC 5");

        JsonArray found =
                exchange.getJson("/articles?limit=1000").expect(200).json().asJsonArray();

        JsonObject quote = found.getValuesAs(JsonObject.class).stream()
                .filter(one -> one.getString("article").equals(article))
                .findFirst()
                .orElseThrow();
        assertEquals(
                Json.createObjectBuilder()
                        .add("article", article)
                        .addNull("bestBuy")
                        .addNull("bestSell")
                        .add("lastPrice", "mBTC 5")
                        .add("volume", "mBTC 5")
                        .add("trades", 1)
                        .build(),
                quote);
    }

    @Test
    void pagesLeadFromOneToTheOther() {
        String article = "net.bitwrk/blender/0/2.70/512M";
        Participant.of(exchange).place("SELL", article, "mBTC 5");

        String start = exchange.get("/").expect(200).body();
        String articles = exchange.get("/articles?limit=1000").expect(200).body();

        assertTrue(start.contains("href=\"/articles\""), start);
        ServerProcess.await(
                "the article on the page",
                () -> exchange.get("/articles?limit=1000")
                        .expect(200)
                        .body()
                        .contains("/articles/" + article + "/book?unit=mBTC"));
        String book = exchange.get("/articles/" + article + "/book?unit=mBTC")
                .expect(200)
                .body();
        assertTrue(book.contains("mBTC 5"), book);
        assertTrue(articles.contains("<h1>Articles</h1>"), articles);
    }

    @ParameterizedTest
    @CsvSource({
        "/query/prices, article",
        "/query/prices?article=a//b, article",
        "/query/prices?article=foobar&period=2d, period",
        "/query/prices?article=foobar&resolution=, resolution",
        "/query/prices?article=foobar&begin=yesterday, begin",
        "/query/prices?article=foobar&unit=XYZ, unit",
        "/query/prices?article=foobar&format=svg, format",
        "/query/trades?article=foobar&limit=1001, limit",
        "/query/trades?article=foobar&limit=0, limit",
        "/query/trades?article=foobar&begin=%2B1000000-01-01T00:00:00Z, begin",
        "/articles?after=%20, article",
        "/articles?unit=%20, unit",
        "/articles/%20/book, article",
        "/articles/foobar/book?unit=, unit"
    })
    void aFaultIsNamed(String path, String field) {
        Answer answer = exchange.getJson(path).expect(400);

        assertTrue(answer.body().startsWith(field + " '"), answer.toString());
    }
}
