package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.FileWriter;
import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.sync.LegacyChunks;
import net.bitwrk.client.sync.SyncInfo;
import net.bitwrk.client.sync.SyncInfoJson;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.hash.Secret;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The parts of one request with work, as far as they have been read; none but the known, none twice. */
final class Parts {
    private static final int SECRET_LENGTH = 64;
    /** Protocol section 9: a ticket is shorter. */
    private static final int TICKET_LENGTH = 1024;

    private final Set<String> names = new HashSet<>();
    private Optional<StoredFile> work = Optional.empty();
    private Optional<SyncInfo> syncInfo = Optional.empty();
    private Optional<Secret> secret = Optional.empty();

    /** What to do with chunks while they arrive. */
    @FunctionalInterface
    interface ChunkTaker {
        void take(InputStream chunkData) throws IOException;
    }

    static Parts read(MultipartReader form, Store store, Owner buyer, ChunkTaker chunks) throws IOException {
        var parts = new Parts();
        for (var part = form.next(); part.isPresent(); part = form.next()) {
            parts.take(part.get(), store, buyer, chunks);
        }
        return parts;
    }

    private void take(MultipartReader.Part part, Store store, Owner buyer, ChunkTaker chunks) throws IOException {
        if (!names.add(part.name())) {
            throw new PeerFault("the part " + part.name() + " comes twice");
        }
        switch (part.name()) {
            case "work" -> work = Optional.of(store(part.body(), store, buyer));
            case "buyersecret" -> secret = Optional.of(secret(text(part.body(), SECRET_LENGTH + 1)));
            case "syncinfojson" -> syncInfo = Optional.of(SyncInfoJson.read(part.body()));
            // Buffered, because what it reads of a part must end where the part does.
            case "a32chunks" -> syncInfo = Optional.of(LegacyChunks.read(new BufferedInputStream(part.body())));
            case "chunkdata" -> chunks.take(part.body());
            case "assisturl" -> text(part.body(), TICKET_LENGTH);
            default -> throw new PeerFault("the part " + part.name() + " is unknown");
        }
    }

    private static StoredFile store(InputStream body, Store store, Owner buyer) throws IOException {
        byte[] buffer = new byte[8192];
        int size = 0;
        try (FileWriter file = store.put(buyer)) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                size += read;
                if (size >= PeerLimits.TOO_MUCH_LINEAR) {
                    throw new PeerFault("work has " + PeerLimits.TOO_MUCH_LINEAR + " bytes or more");
                }
                file.write(buffer, 0, read);
            }
            return file.finish();
        }
    }

    private static Secret secret(String text) throws PeerFault {
        try {
            return Secret.parse("buyersecret", text);
        } catch (Malformed e) {
            throw new PeerFault("buyersecret is not 64 lower-case hex characters");
        }
    }

    private static String text(InputStream body, int tooMuch) throws IOException {
        byte[] bytes = new byte[tooMuch];
        int length = 0;
        for (int read = body.read(bytes); read >= 0; read = body.read(bytes, length, tooMuch - length)) {
            length += read;
            if (length == tooMuch) {
                throw new PeerFault("a field has " + tooMuch + " bytes or more");
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    Set<String> names() {
        return names;
    }

    Optional<StoredFile> work() {
        return work;
    }

    Optional<SyncInfo> syncInfo() {
        return syncInfo;
    }

    Secret secret() throws PeerFault {
        return secret.orElseThrow(() -> new PeerFault("the part buyersecret is missing"));
    }
}
