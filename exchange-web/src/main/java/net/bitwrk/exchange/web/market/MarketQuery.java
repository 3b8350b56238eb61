package net.bitwrk.exchange.web.market;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import net.bitwrk.exchange.bid.Market;
import net.bitwrk.exchange.market.TimeSpan;
import net.bitwrk.exchange.refusal.Check;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.web.Begin;
import net.bitwrk.exchange.web.Limit;
import net.bitwrk.exchange.web.Representation;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.money.Unit;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;

/** The fields of queries for market data. */
class MarketQuery {
    @QueryParam("article")
    private String article;

    @QueryParam("period")
    @DefaultValue("1d")
    private String period;

    @QueryParam("resolution")
    @DefaultValue("3m")
    private String resolution;

    @QueryParam("begin")
    private String begin;

    @QueryParam("limit")
    private String limit;

    @QueryParam("unit")
    @DefaultValue("mBTC")
    private String unit;

    @QueryParam("format")
    private String format;

    /** What is asked for, and the time from {@link #begin} to before {@link #end}. */
    record Range(Market market, Unit unit, Instant begin, Instant end) {}

    Range range(Clock clock) {
        return valid(() -> {
            TimeSpan length = TimeSpan.parse("period", period);
            Instant from = begin == null ? clock.instant().minus(length.length()) : Begin.parse(begin);
            return new Range(market(article == null ? "" : article), unit(), from, from.plus(length.length()));
        });
    }

    /** Where the article is in the path. */
    Market market(String path) {
        return valid(() -> new Market(new ArticleId(path), unit().currency()));
    }

    Unit unit() {
        return valid(() -> Unit.parse("unit", unit));
    }

    TimeSpan resolution() {
        return valid(() -> TimeSpan.parse("resolution", resolution));
    }

    int limit(int otherwise) {
        return valid(() -> Limit.parse(limit, otherwise));
    }

    /** Whether points are asked for that Flot, a library that draws charts, takes as they are. */
    boolean isForFlot() {
        return valid(() -> {
            if (format != null && !format.equals("flot")) {
                throw new Malformed("format", format, "'flot', or no format");
            }
            return format != null;
        });
    }

    static <T> T valid(Supplier<T> parse) {
        return Check.that(Reason.VALUE_MALFORMED, parse);
    }

    /** An answer that scripts of other sites may read: it is the same for everybody. */
    static Response answer(String body, String type) {
        return Response.fromResponse(Representation.of(body, type))
                .header("Access-Control-Allow-Origin", "*")
                .build();
    }
}
