package net.bitwrk.client.local;

import net.bitwrk.client.local.Route.Access;
import net.bitwrk.client.local.Route.Effect;
import net.bitwrk.client.mandate.Mandates;
import net.bitwrk.client.mandate.Terms;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.money.Money;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The user permits trades, and takes the permission back. */
public final class MandateCalls {
    /** More trades than a mandate of any use is for. */
    private static final int MAX_TRADES = 1_000_000_000;

    /** Ten years. */
    private static final int MAX_MINUTES = 5_256_000;

    private final Mandates mandates;
    private final PageToken token;

    public MandateCalls(Mandates mandates, PageToken token) {
        this.mandates = mandates;
        this.token = token;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/", Access.GUARDED, this::act),
                Route.post("/ui/", Access.GUARDED, this::act),
                new Route("/revokemandate", Set.of("GET", "POST"), Access.GUARDED, Effect.CHANGES, this::revoke));
    }

    private void act(Call call) {
        Fields form = call.form();
        token.check(call, form);
        String action = form.need("action");
        if (!action.equals("permit")) {
            throw new Malformed("action", action, "'permit'");
        }
        mandates.permit(terms(form));
        call.seeOther(call.rawPath());
    }

    private static Terms terms(Fields form) {
        BidType type = type(form.need("type"));
        ArticleId article = new ArticleId(form.need("articleid"));
        Money price = money("price", form.need("price"));
        int trades = (int) form.needPositive("tradesleft", MAX_TRADES);
        long minutes = form.needPositive("validminutes", MAX_MINUTES);
        Optional<Money> maxTotal =
                form.find("maxtotal").filter(text -> !text.isEmpty()).map(text -> money("maxtotal", text));
        if (maxTotal.isPresent() && maxTotal.get().currency() != price.currency()) {
            throw new Malformed("maxtotal", maxTotal.get().toString(), "an amount in " + price.currency());
        }
        return new Terms(
                type,
                article,
                price,
                form.isOn("usetradesleft") ? OptionalInt.of(trades) : OptionalInt.empty(),
                form.isOn("usevaliduntil") ? Optional.of(Duration.ofMinutes(minutes)) : Optional.empty(),
                maxTotal);
    }

    private static BidType type(String text) {
        if (!text.equals("BUY") && !text.equals("SELL")) {
            throw new Malformed("type", text, "'BUY' or 'SELL'");
        }
        return BidType.valueOf(text);
    }

    private static Money money(String field, String text) {
        Money money = Money.parse(field, text);
        if (money.isNegative()) {
            throw new Malformed(field, text, "zero or more");
        }
        return money;
    }

    private void revoke(Call call) {
        Fields form = call.form();
        token.check(call, form);
        long key = form.needPositive("key", Long.MAX_VALUE);
        if (!mandates.revoke(key)) {
            throw new Refused(Refusal.UNKNOWN, "there is no mandate " + key);
        }
        if (call.visit().isFromBrowser()) {
            call.seeOther("/");
        } else {
            call.text(200, "");
        }
    }
}
