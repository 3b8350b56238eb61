package net.bitwrk.exchange.web.market;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import net.bitwrk.exchange.market.PriceSlot;
import net.bitwrk.exchange.market.Trade;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.money.Unit;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Prices and trades as JSON (protocol section 8). */
final class PricesJson {
    private PricesJson() {}

    static JsonArray slots(List<PriceSlot> slots) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        slots.forEach(slot -> array.add(Json.createObjectBuilder()
                .add("begin", slot.begin().toString())
                .add("end", slot.end().toString())
                .add("sum", slot.sum().toString())
                .add("min", slot.min().toString())
                .add("max", slot.max().toString())
                .add("count", slot.count())));
        return array.build();
    }

    /** Two points a slot, at its begin and its end: milliseconds since 1970, the average; null where slots do not touch. */
    static JsonArray flot(List<PriceSlot> slots, Unit unit) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        Instant drawn = slots.isEmpty() ? Instant.EPOCH : slots.get(0).begin();
        for (PriceSlot slot : slots) {
            if (!slot.begin().equals(drawn)) {
                array.addNull();
            }
            BigDecimal average = Money.of(
                            slot.sum().amount() / slot.count(), slot.sum().currency())
                    .in(unit);
            array.add(point(slot.begin(), average)).add(point(slot.end(), average));
            drawn = slot.end();
        }
        return array.build();
    }

    private static JsonArrayBuilder point(Instant time, BigDecimal average) {
        return Json.createArrayBuilder().add(time.toEpochMilli()).add(plain(average));
    }

    static JsonObject trades(MarketQuery.Range range, List<Trade> trades) {
        Unit unit = range.unit();
        JsonArrayBuilder data = Json.createArrayBuilder();
        int n = 0;
        for (Trade trade : trades) {
            data.add(Json.createArrayBuilder()
                    .add(n++)
                    .add(trade.matched().toString())
                    .add(trade.matched().toEpochMilli())
                    .add(plain(trade.price().in(unit)))
                    .add(plain(trade.fee().in(unit)))
                    .add("1")
                    .add(trade.phase().name())
                    .add(trade.id().text()));
        }
        return Json.createObjectBuilder()
                .add("begin", range.begin().toString())
                .add("end", range.end().toString())
                .add("unit", unit.symbol())
                .add("data", data)
                .add("price_sum", sum(trades, Trade::price, unit))
                .add("fee_sum", sum(trades, Trade::fee, unit))
                .build();
    }

    private static BigDecimal sum(List<Trade> trades, Function<Trade, Money> part, Unit unit) {
        return plain(trades.stream()
                .map(trade -> part.apply(trade).in(unit))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .stripTrailingZeros());
    }

    /** 1000, and not 1E+3. */
    private static BigDecimal plain(BigDecimal number) {
        return number.setScale(Math.max(0, number.scale()));
    }
}
