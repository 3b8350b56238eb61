package net.bitwrk.demo;

import jakarta.json.JsonObject;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The buyer's trades: which they are its client tells, what became of them the exchange. */
final class Trades {
    private static final int MOST_LOOKS = 120;

    private final Site exchange;
    private final Site buyer;
    private final Map<String, Trade> retired = new ConcurrentHashMap<>();

    Trades(Site exchange, Site buyer) {
        this.exchange = exchange;
        this.buyer = buyer;
    }

    List<Trade> all() throws IOException, InterruptedException {
        Set<String> ids = new LinkedHashSet<>();
        for (JsonObject activity : buyer.array("/activities").getValuesAs(JsonObject.class)) {
            String id = activity.getJsonObject("Info").getString("TxId");
            if (!id.isEmpty()) {
                ids.add(id);
            }
        }
        List<Trade> trades = new ArrayList<>();
        for (String id : ids) {
            trades.add(trade(id));
        }
        return trades;
    }

    private Trade trade(String id) throws IOException, InterruptedException {
        Trade known = retired.get(id);
        if (known != null) {
            return known;
        }
        var trade = new Trade(id, exchange.object("/tx/" + id), Instant.now());
        if (trade.isRetired()) {
            retired.put(id, trade);
        }
        return trade;
    }

    /** The trade of this work, found by its hash; one that succeeded rather than one that did not. */
    Optional<Trade> of(String workHash) throws IOException, InterruptedException {
        List<Trade> same = all().stream()
                .filter(trade -> trade.workHash().equals(workHash))
                .toList();
        return same.stream()
                .filter(Trade::isFinished)
                .findFirst()
                .or(() -> same.stream().reduce((earlier, later) -> later));
    }

    /** Waits until all are retired: the last of them may still wait for the word that its result was accepted. */
    void settle() throws DemoFailed, IOException, InterruptedException {
        for (int i = 0; i < MOST_LOOKS; i++) {
            List<Trade> open =
                    all().stream().filter(trade -> !trade.isRetired()).toList();
            if (open.isEmpty()) {
                return;
            }
            Thread.sleep(500);
        }
        throw new DemoFailed("a transaction is not settled after a minute: " + all());
    }

    /** Buys that met a sell of the same client: no trade at all. */
    long local() throws IOException, InterruptedException {
        return buyer.array("/activities").getValuesAs(JsonObject.class).stream()
                .filter(activity ->
                        activity.getJsonObject("Info").getString("Phase").startsWith("LOCAL"))
                .count();
    }
}
