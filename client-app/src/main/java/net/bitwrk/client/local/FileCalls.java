package net.bitwrk.client.local;

import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.local.Route.Access;
import net.bitwrk.client.local.Route.Effect;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.hash.Hash;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** {@code GET /file/KEY}: results, and whatever else the user's programs stored. Their bytes are foreign (assurance X3). */
public final class FileCalls {
    private static final String PREFIX = "/file/";

    private final Store store;

    public FileCalls(Store store) {
        this.store = store;
    }

    public List<Route> routes() {
        return List.of(Route.get(PREFIX, Access.OPEN, Effect.READS, this::send));
    }

    private void send(Call call) throws IOException {
        Hash key = key(call.pathAfter(PREFIX));
        StoredFile file = store.find(key).orElseThrow(() -> unknown(key.toString()));
        call.setHeader("Content-Disposition", "attachment; filename=\"" + key + "\"");
        call.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
        try {
            call.stream("application/octet-stream", file.size(), store.open(key));
        } catch (NoSuchFileException e) {
            throw unknown(key.toString());
        }
    }

    private static Hash key(String text) {
        try {
            return Hash.parse("key", text);
        } catch (Malformed e) {
            throw unknown(text);
        }
    }

    private static Refused unknown(String key) {
        return new Refused(Refusal.UNKNOWN, "there is no file " + Malformed.shown(key));
    }
}
