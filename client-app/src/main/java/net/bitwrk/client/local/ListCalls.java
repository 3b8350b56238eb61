package net.bitwrk.client.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.bitwrk.client.local.Route.Access;
import net.bitwrk.client.local.Route.Effect;
import net.bitwrk.client.mandate.Mandate;
import net.bitwrk.client.mandate.Mandates;
import net.bitwrk.client.trade.Activity;
import net.bitwrk.client.trade.ActivityView;
import net.bitwrk.client.trade.Trades;
import net.bitwrk.client.worker.WorkerView;
import net.bitwrk.client.worker.Workers;
import net.bitwrk.protocol.Malformed;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What is going on, as JSON (vectors/client-json-shapes.json). */
public final class ListCalls {
    private static final String ACTIVITY = "/activities/";

    private final Workers workers;
    private final Mandates mandates;
    private final Trades trades;

    public ListCalls(Workers workers, Mandates mandates, Trades trades) {
        this.workers = workers;
        this.mandates = mandates;
        this.trades = trades;
    }

    public List<Route> routes() {
        return List.of(
                read(
                        "/workers",
                        call -> array(
                                call,
                                workers.all().stream().map(WorkerView::json).toList())),
                read(
                        "/mandates",
                        call -> array(
                                call, mandates.all().stream().map(Mandate::json).toList())),
                read(
                        "/activities",
                        call -> array(
                                call,
                                trades.activities().stream()
                                        .map(ActivityView::json)
                                        .toList())),
                read(ACTIVITY, this::activity));
    }

    private static Route read(String path, Action action) {
        return Route.get(path, Access.GUARDED, Effect.READS, action);
    }

    private static void array(Call call, List<ObjectNode> elements) {
        send(call, JsonNodeFactory.instance.arrayNode().addAll(elements));
    }

    static void send(Call call, JsonNode json) {
        call.json(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Addition to BitWrk 0.7: one activity, with the path of its result once there is one, and what it waits for. */
    private void activity(Call call) {
        String text = call.pathAfter(ACTIVITY);
        Activity activity = Optional.of(text)
                .filter(digits -> digits.matches("[0-9]{1,18}"))
                .flatMap(digits -> trades.activity(Long.parseLong(digits)))
                .orElseThrow(() -> new Refused(Refusal.UNKNOWN, "there is no activity " + Malformed.shown(text)));
        ActivityView view = activity.view();
        ObjectNode json = view.json();
        json.put("Result", view.result().map(key -> "/file/" + key).orElse(null));
        json.put("WaitsFor", activity.waitsFor());
        send(call, json);
    }
}
