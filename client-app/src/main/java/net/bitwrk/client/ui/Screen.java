package net.bitwrk.client.ui;

import net.bitwrk.client.mandate.Mandate;
import net.bitwrk.client.trade.ActivityView;
import net.bitwrk.client.worker.WorkerView;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the page shows.
 *
 * @param problem why the exchange does not answer; empty while it does
 * @param balance empty as long as it is not known
 * @param token for the page's forms
 * @param activities the newest first
 * @param waitsFor of those that wait, by key
 */
public record Screen(
        String version,
        String participant,
        String exchange,
        Optional<String> problem,
        Optional<Balance> balance,
        boolean sellsToOthers,
        String token,
        List<ActivityView> activities,
        Map<Long, String> waitsFor,
        List<WorkerView> workers,
        List<Mandate> mandates) {
    /** Of the participant's account, as text. */
    public record Balance(String available, String blocked) {}

    /** Where an activity stands, and where it stood when it failed. */
    public static String phase(ActivityView activity) {
        String phase = activity.phase();
        if (activity.alive()) {
            return phase.isEmpty() ? "waiting" : phase;
        }
        if (!hasFailed(activity)) {
            return phase;
        }
        return phase.isEmpty() ? "failed" : "failed in " + phase;
    }

    /** How its row is shown. */
    public static String kind(ActivityView activity) {
        if (activity.alive()) {
            return "alive";
        }
        return hasFailed(activity) ? "failed" : "ended";
    }

    private static boolean hasFailed(ActivityView activity) {
        return !activity.info().isEmpty() && activity.result().isEmpty();
    }

    /** What is paid; nothing as long as nothing has been offered. */
    public static String price(ActivityView activity) {
        boolean isOffered = !activity.bidId().isEmpty() || !activity.amount().isZero();
        return isOffered ? activity.amount().toString() : "";
    }

    /** What it waits for, or why it failed. */
    public String remark(ActivityView activity) {
        String waits = waitsFor.getOrDefault(activity.key(), "");
        return waits.isEmpty() || !activity.info().isEmpty() ? activity.info() : "waits for " + waits;
    }

    /** How far the transfer of an activity has come. */
    public static String progress(ActivityView activity) {
        return activity.bytesToTransfer() == 0
                ? ""
                : activity.bytesTransferred() * 100 / activity.bytesToTransfer() + " %";
    }

    /** What is left of a mandate, in words. */
    public static String left(Mandate mandate) {
        String trades = mandate.usesTradesLeft() ? mandate.tradesLeft() + " trades" : "any number of trades";
        String time =
                mandate.usesUntil() ? ", until " + mandate.until().toString().replaceFirst("\\.[0-9]+Z", "Z") : "";
        String money = mandate.maxTotal()
                .map(most -> ", " + mandate.committed() + " of " + most + " spent")
                .orElse("");
        return trades + time + money;
    }
}
