package net.bitwrk.exchange.web.market;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import net.bitwrk.exchange.market.PriceSlot;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.money.Unit;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Prices as JSON (protocol section 8). */
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

    /** 1000, and not 1E+3. */
    static BigDecimal plain(BigDecimal number) {
        return number.setScale(Math.max(0, number.scale()));
    }
}
