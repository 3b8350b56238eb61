package net.bitwrk.client.ui;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import net.bitwrk.client.trade.ActivityView;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.money.Money;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the living part of the page says. */
final class ScreenTest {
    private static final String OLD = "as it was when the exchange last answered";

    private static ActivityView buy(boolean alive, String price, String bid, String info, String phase) {
        return new ActivityView(
                7,
                BidType.BUY,
                new ArticleId("foobar"),
                alive,
                !bid.isEmpty(),
                Money.parse("price", price),
                bid,
                "",
                info,
                phase,
                0,
                0,
                0,
                Optional.empty());
    }

    private static String page(Optional<String> problem, Map<Long, String> waitsFor, ActivityView... activities) {
        var screen = new Screen(
                "0.8.0",
                "1Participant",
                "http://exchange.example/",
                problem,
                Optional.of(new Screen.Balance("BTC 1", "BTC 0.5")),
                false,
                "token",
                List.of(activities),
                waitsFor,
                List.of(),
                List.of());
        var html = new StringOutput();
        TemplateEngine.createPrecompiled(
                        null, ContentType.Html, ScreenTest.class.getClassLoader(), "net.bitwrk.client.ui.pages")
                .render("live.jte", screen, html);
        return html.toString();
    }

    private static void assertShows(String page, String... parts) {
        for (String part : parts) {
            assertTrue(page.contains(part), part + " in " + page);
        }
    }

    @Test
    void saysWhatAnActivityWaitsForAndShowsNoPriceThatNobodyOffered() {
        String page = page(Optional.empty(), Map.of(7L, "a mandate"), buy(true, "BTC 0", "", "", ""));
        assertShows(page, "<tr class=\"alive\">", "<td>waiting</td>", "<td></td>", "<td>waits for a mandate</td>");
        assertFalse(page.contains("BTC 0<"), page);
    }

    @Test
    void saysThatAnActivityHasFailedAndAtWhichPrice() {
        String page = page(Optional.empty(), Map.of(), buy(false, "BTC 10", "", "too little money", ""));
        assertShows(page, "<tr class=\"failed\">", "<td>BTC 10</td><td>failed</td>", "<td>too little money</td>");
        assertShows(
                page(Optional.empty(), Map.of(), buy(false, "BTC 0", "bid", "nobody sold", "PLACED")),
                "<td>BTC 0</td><td>failed in PLACED</td>");
    }

    @Test
    void saysWhenTheBalanceIsOldAndLeadsToTheAccount() {
        String now = page(Optional.empty(), Map.of());
        assertFalse(now.contains(OLD), now);
        assertShows(now, "<a href=\"http://exchange.example/account/1Participant\">");
        assertShows(page(Optional.of("the exchange does not answer"), Map.of()), "<dd>BTC 1</dd>", OLD);
    }
}
