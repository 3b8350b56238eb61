package net.bitwrk.client.local;

import net.bitwrk.client.cafs.FileWriter;
import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.cafs.StoreFull;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.local.Route.Access;
import net.bitwrk.client.local.Route.Effect;
import net.bitwrk.client.trade.Activity;
import net.bitwrk.client.trade.TradeFailed;
import net.bitwrk.client.trade.Trades;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.money.Money;
import org.eclipse.jetty.http.MultiPart;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code POST /buy/ARTICLE} and {@code POST /ARTICLE}: a local program has work done. */
public final class BuyCalls {
    private static final String PREFIX = "/buy/";
    private static final int MAX_IDEMPOTENCY_KEY = 255;
    /** From the end of the work's upload to the begin of its buy, which then holds it for as long as it lives. */
    private static final Duration UNTIL_BEGUN = Duration.ofSeconds(5);

    private final Trades trades;
    private final Store store;
    /** Who wants each of the living buys; a caller that is not waited for counts for ever. */
    private final Map<Long, Integer> callers = new HashMap<>();

    public BuyCalls(Trades trades, Store store) {
        this.trades = trades;
        this.store = store;
    }

    public List<Route> routes() {
        return List.of(Route.post(PREFIX, Access.BUYERS, call -> buy(call, call.pathAfter(PREFIX))));
    }

    /** Addition to BitWrk 0.7: an article's name is address enough. */
    public Route anyArticle() {
        return new Route("/", Set.of("POST"), Access.BUYERS, Effect.CHANGES, call -> buy(call, call.pathAfter("/")));
    }

    private void buy(Call call, String name) throws IOException {
        ArticleId article = new ArticleId(name);
        Optional<Money> price = call.query().find("price").map(BuyCalls::price);
        Optional<String> idempotencyKey = call.header("Idempotency-Key").map(BuyCalls::idempotencyKey);
        boolean isAsync = prefersAsync(call);
        Activity activity = start(article, store(call), price, idempotencyKey);
        if (isAsync) {
            call.setHeader("Preference-Applied", "respond-async");
            call.redirect(202, "/activities/" + activity.key());
            return;
        }
        call.whenHungUp(() -> left(activity));
        activity.whenOver(() -> answer(call, activity));
    }

    private static Money price(String text) {
        Money price = Money.parse("price", text);
        if (price.isNegative()) {
            throw new Malformed("price", text, "zero or more");
        }
        return price;
    }

    private static String idempotencyKey(String key) {
        if (key.isEmpty() || key.length() > MAX_IDEMPOTENCY_KEY) {
            throw new Malformed("Idempotency-Key", key, "1 to " + MAX_IDEMPOTENCY_KEY + " characters");
        }
        return key;
    }

    private static boolean prefersAsync(Call call) {
        String preferences = call.header("Prefer").orElse("").toLowerCase(Locale.ROOT);
        return List.of(preferences.split("[,;]")).stream()
                .anyMatch(one -> one.strip().equals("respond-async"));
    }

    private StoredFile store(Call call) throws IOException {
        try (InputStream work = work(call);
                FileWriter file = store.put(Owner.OWN, UNTIL_BEGUN)) {
            work.transferTo(file);
            return file.finish();
        } catch (StoreFull e) {
            throw new Refused(Refusal.LIMIT, e.getMessage());
        }
    }

    /** The body as it is, or its part {@code data} where it is a form with files. */
    private static InputStream work(Call call) {
        String type = call.header("Content-Type").orElse("");
        if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            return call.body();
        }
        String boundary = MultiPart.extractBoundary(type);
        if (boundary == null
                || boundary.isEmpty()
                || !type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            throw new Malformed("Content-Type", type, "multipart/form-data with a boundary, or no multipart");
        }
        return new MultipartPart(call.body(), boundary, "data");
    }

    private synchronized Activity start(
            ArticleId article, StoredFile work, Optional<Money> price, Optional<String> idempotencyKey) {
        try {
            Activity activity = trades.startBuy(article, work, price, idempotencyKey);
            callers.merge(activity.key(), 1, Integer::sum);
            activity.whenOver(() -> forget(activity));
            return activity;
        } catch (TradeFailed e) {
            throw refused(e);
        }
    }

    private synchronized void forget(Activity activity) {
        callers.remove(activity.key());
    }

    /** How many callers have to hang up for a buy to be given up. */
    synchronized int callersOf(long activity) {
        return callers.getOrDefault(activity, 0);
    }

    /** A buy is given up when the last one that waited for it has hung up. */
    private synchronized void left(Activity activity) {
        boolean wasLast = callers.containsKey(activity.key())
                && callers.merge(activity.key(), -1, (left, one) -> left + one == 0 ? null : left + one) == null;
        if (wasLast) {
            activity.cancel("the request was interrupted");
        }
    }

    private static void answer(Call call, Activity activity) {
        try {
            call.seeOther("/file/" + activity.await().key());
        } catch (TradeFailed e) {
            Refused refused = refused(e);
            call.refuse(refused.refusal(), refused.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            call.refuse(Refusal.UPSTREAM, "the client is stopping");
        }
    }

    private static Refused refused(TradeFailed failure) {
        Refusal refusal = switch (failure.reason()) {
            case MONEY -> Refusal.FUNDS;
            case LIMIT, OTHER_CONTENT -> Refusal.LIMIT;
            case NOT_TRADED -> Refusal.INPUT;
            case EXCHANGE, SELLER, CANCELLED -> Refusal.UPSTREAM;
            case NOBODY_SOLD -> Refusal.NOBODY_SOLD;
        };
        return new Refused(refusal, String.valueOf(failure.getMessage()));
    }
}
