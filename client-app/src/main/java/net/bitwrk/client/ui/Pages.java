package net.bitwrk.client.ui;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import net.bitwrk.client.exchange.Exchange;
import net.bitwrk.client.local.Call;
import net.bitwrk.client.local.PageToken;
import net.bitwrk.client.local.Refusal;
import net.bitwrk.client.local.Refused;
import net.bitwrk.client.local.Route;
import net.bitwrk.client.local.Route.Access;
import net.bitwrk.client.local.Route.Effect;
import net.bitwrk.client.mandate.Mandates;
import net.bitwrk.client.trade.ActivityView;
import net.bitwrk.client.trade.Trades;
import net.bitwrk.client.worker.Workers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The user interface at {@code /} and {@code /ui/…}. */
public final class Pages implements AutoCloseable {
    /** Nothing inline, nothing foreign, no frame around it (assurance X1). */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** Paths that all show the page; BitWrk 0.7 had {@code /ui/account}. */
    private static final Set<String> PAGES =
            Set.of("/", "/ui/", "/ui/account", "/ui/activities", "/ui/workers", "/ui/mandates");

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), "net.bitwrk.client.ui.pages");
    private final Assets assets;
    private final String version;
    private final Exchange exchange;
    private final Trades trades;
    private final Workers workers;
    private final Mandates mandates;
    private final boolean sellsToOthers;
    private final PageToken token;
    private final AccountGlance account;

    /** What pages show. */
    public record Subject(
            Exchange exchange, Trades trades, Workers workers, Mandates mandates, boolean sellsToOthers) {}

    public Pages(String version, Subject subject, PageToken token, Assets assets) {
        this.version = version;
        this.exchange = subject.exchange();
        this.trades = subject.trades();
        this.workers = subject.workers();
        this.mandates = subject.mandates();
        this.sellsToOthers = subject.sellsToOthers();
        this.token = token;
        this.assets = assets;
        this.account = new AccountGlance(exchange);
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/ui/assets/", Access.GUARDED, Effect.READS, this::asset),
                Route.get("/ui/live", Access.GUARDED, Effect.READS, call -> render(call, "live.jte")),
                Route.get("/", Access.GUARDED, Effect.PAGE, this::page),
                Route.get("/ui/", Access.GUARDED, Effect.PAGE, this::page));
    }

    private void page(Call call) throws IOException {
        if (assets.isReplaced()) {
            String path = call.path().equals("/") ? "index.html" : call.path().substring("/ui/".length());
            send(call, path);
        } else if (PAGES.contains(call.path())) {
            render(call, "page.jte");
        } else {
            throw new Refused(Refusal.UNKNOWN, "there is no such page");
        }
    }

    private void render(Call call, String template) {
        var html = new StringOutput();
        templates.render(template, screen(), html);
        lockDown(call);
        call.html(200, html.toString());
    }

    private void asset(Call call) throws IOException {
        send(call, call.path().substring("/ui/assets/".length()));
    }

    private void send(Call call, String name) throws IOException {
        Assets.Asset asset =
                assets.find(name).orElseThrow(() -> new Refused(Refusal.UNKNOWN, "there is no such part of the page"));
        lockDown(call);
        call.answer(200, asset.type(), asset.bytes());
    }

    private static void lockDown(Call call) {
        call.setHeader("Content-Security-Policy", POLICY);
        call.setHeader("X-Frame-Options", "DENY");
        // Not no-referrer: browsers would then send the page's own forms with the Origin null.
        call.setHeader("Referrer-Policy", "same-origin");
        call.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        call.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    private Screen screen() {
        var newestFirst = new ArrayList<ActivityView>(trades.activities());
        Collections.reverse(newestFirst);
        return new Screen(
                version,
                exchange.participant().text(),
                exchange.address().toString(),
                exchange.reachability().problem(),
                account.look(),
                sellsToOthers,
                token.text(),
                newestFirst,
                waitsFor(newestFirst),
                workers.all(),
                mandates.all());
    }

    private Map<Long, String> waitsFor(List<ActivityView> activities) {
        var reasons = new HashMap<Long, String>();
        activities.stream()
                .filter(ActivityView::alive)
                .flatMap(view -> trades.activity(view.key()).stream())
                .forEach(activity -> reasons.put(activity.key(), activity.waitsFor()));
        return reasons;
    }

    @Override
    public void close() {
        account.close();
    }
}
