package net.bitwrk.exchange.web.market;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import net.bitwrk.exchange.market.Trade;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.money.Unit;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;

/** Trades as JSON (protocol section 8). */
final class TradesJson {
    private TradesJson() {}

    static JsonObject write(MarketQuery.Range range, List<Trade> trades) {
        Unit unit = range.unit();
        JsonArrayBuilder data = Json.createArrayBuilder();
        int n = 0;
        for (Trade trade : trades) {
            data.add(Json.createArrayBuilder()
                    .add(n++)
                    .add(trade.matched().toString())
                    .add(trade.matched().toEpochMilli())
                    .add(PricesJson.plain(trade.price().in(unit)))
                    .add(PricesJson.plain(trade.fee().in(unit)))
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
        return PricesJson.plain(trades.stream()
                .map(trade -> part.apply(trade).in(unit))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .stripTrailingZeros());
    }
}
