package net.bitwrk.exchange.matching;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import net.bitwrk.exchange.bid.OpenBid;
import net.bitwrk.exchange.fixture.Exchange;
import net.bitwrk.exchange.fixture.Participant;
import net.bitwrk.protocol.bid.BidState;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.bid.BidView;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.money.FeeRate;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.transaction.TransactionView;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

class MatchingVectorsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    /** One match, as the vectors tell it. */
    private record Told(String buy, String sell, long price, long fee) {}

    static JsonArray vectors() {
        return Vectors.array("matching.json");
    }

    static Stream<Integer> runs() {
        return IntStream.range(0, vectors().size()).boxed();
    }

    @Test
    void thereAreRuns() {
        assertEquals(4, vectors().size());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void thePureBookMatchesAsTold(int run) {
        JsonObject vector = vectors().getJsonObject(run);
        var book = new OrderBook();
        List<Told> matches = new ArrayList<>();
        List<String> placed = new ArrayList<>();
        long position = 0;
        for (JsonObject bid : vector.getJsonArray("bids").getValuesAs(JsonObject.class)) {
            Money price = Money.parse("price", bid.getString("price"));
            var open = new OpenBid(
                    new BidId(bid.getString("id")),
                    ++position,
                    BidType.valueOf(bid.getString("type")),
                    price,
                    FeeRate.STANDARD.feeOn(price),
                    new Address("14S5jMMRy9PhbpyZhHgpgxU4cpkaAsChaM"),
                    NOW.plusSeconds(120),
                    bid.getString("type").equals("SELL"));
            placed.add(open.id().text());
            book.offer(open, NOW).ifPresent(match -> {
                matches.add(new Told(
                        match.buy().id().text(),
                        match.sell().id().text(),
                        match.price().amount(),
                        match.fee().amount()));
                placed.removeAll(
                        List.of(match.buy().id().text(), match.sell().id().text()));
            });
        }

        assertEquals(told(vector), matches);
        assertEquals(stillPlaced(vector), placed.stream().sorted().toList());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void theBoundariesMatchAsToldHoweverTheBidsAreBatched(int run) {
        JsonObject vector = vectors().getJsonObject(run);
        Exchange exchange = Exchange.onH2();
        Map<BidId, String> names = new HashMap<>();
        int count = 0;
        for (JsonObject bid : vector.getJsonArray("bids").getValuesAs(JsonObject.class)) {
            var command = Participant.generate().bid(exchange, bid.getString("type"), "foobar", bid.getString("price"));
            names.put(exchange.place(command).orThrow(), bid.getString("id"));
            // The outcome must not depend on how many bids one run of the matcher finds.
            if (++count % (run + 1) == 0) {
                exchange.match(command.market());
            }
            exchange.clock.advance(Duration.ofMillis(1));
        }
        exchange.match(
                Participant.generate().bid(exchange, "BUY", "foobar", "BTC 0").market());

        List<Told> matches = new ArrayList<>();
        List<String> placed = new ArrayList<>();
        names.forEach((id, name) -> {
            BidView bid = exchange.bid(id);
            if (bid.state() == BidState.PLACED) {
                placed.add(name);
            } else if (bid.type() == BidType.BUY) {
                TransactionView transaction =
                        exchange.transaction(bid.transaction().orElseThrow());
                assertEquals(id, transaction.buyerBid());
                matches.add(new Told(
                        name,
                        names.get(transaction.sellerBid()),
                        transaction.price().amount(),
                        transaction.fee().amount()));
            }
        });
        assertEquals(sorted(told(vector)), sorted(matches));
        assertEquals(stillPlaced(vector), placed.stream().sorted().toList());
        exchange.close();
    }

    private static List<Told> told(JsonObject vector) {
        return vector.getJsonArray("matches").getValuesAs(JsonObject.class).stream()
                .map(match -> new Told(
                        match.getString("buy"),
                        match.getString("sell"),
                        match.getJsonNumber("priceAmount").longValueExact(),
                        match.getJsonNumber("feeAmount").longValueExact()))
                .toList();
    }

    private static List<Told> sorted(List<Told> matches) {
        return matches.stream().sorted((a, b) -> a.buy().compareTo(b.buy())).toList();
    }

    private static List<String> stillPlaced(JsonObject vector) {
        return Optional.ofNullable(vector.getJsonArray("stillPlaced")).stream()
                .flatMap(array -> array.getValuesAs(JsonString.class).stream())
                .map(JsonString::getString)
                .sorted()
                .toList();
    }
}
