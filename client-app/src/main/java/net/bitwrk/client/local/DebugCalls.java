package net.bitwrk.client.local;

import net.bitwrk.client.cafs.Occupancy;
import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.local.Route.Access;
import net.bitwrk.client.local.Route.Effect;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Texts for those who look for a fault. */
public final class DebugCalls {
    private final Store store;
    private final Supplier<List<String>> tickets;

    /** @param tickets of assistive downloads that are open, a line each */
    public DebugCalls(Store store, Supplier<List<String>> tickets) {
        this.store = store;
        this.tickets = tickets;
    }

    public List<Route> routes() {
        return List.of(
                text("/cafsdebug", this::storeStatistics),
                text("/tickets", () -> String.join("\n", tickets.get())),
                text("/stackdump", DebugCalls::threads));
    }

    private static Route text(String path, Supplier<String> text) {
        return Route.get(path, Access.GUARDED, Effect.READS, call -> call.text(200, text.get()));
    }

    private String storeStatistics() {
        Occupancy now = store.occupancy();
        return "files " + now.files() + "\nchunks " + now.chunks() + "\nbytes in use " + now.liveBytes()
                + "\nbytes on disk " + now.diskBytes() + "\nbytes allowed " + now.maxBytes() + "\n";
    }

    private static String threads() {
        var text = new StringBuilder();
        var byName = new TreeMap<String, StackTraceElement[]>();
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            byName.put(thread.getKey().getName() + " (" + thread.getKey().getState() + ")", thread.getValue());
        }
        byName.forEach((name, frames) -> {
            text.append(name).append('\n');
            for (StackTraceElement frame : frames) {
                text.append("    ").append(frame).append('\n');
            }
        });
        return text.toString();
    }
}
