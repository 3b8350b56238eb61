package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.FileWriter;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.sync.LegacyChunks;
import net.bitwrk.client.sync.Meter;
import net.bitwrk.client.sync.SyncInfo;
import net.bitwrk.client.sync.SyncInfoJson;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.hash.Secret;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parts of one request with work, as far as they have been read; none but the known, none twice, none that do not go
 * together. Work is in the store only once it is asked for: closing before that leaves nothing of a stranger's there.
 */
final class Parts implements Closeable {
    /** Protocol section 9: what a request can consist of. */
    private static final List<Set<String>> KINDS = List.of(
            Set.of("work", "buyersecret"),
            Set.of("syncinfojson", "buyersecret"),
            Set.of("a32chunks", "buyersecret"),
            Set.of("chunkdata"),
            Set.of("assisturl"));

    private static final int SECRET_LENGTH = 64;
    /** Protocol section 9: a ticket is shorter. */
    private static final int TICKET_LENGTH = 1024;

    private final FileWriter writer;
    private final Set<String> names = new TreeSet<>();
    private Optional<SyncInfo> syncInfo = Optional.empty();
    private Optional<Secret> secret = Optional.empty();
    private String ticket = "";

    /** What to do with parts while they arrive. */
    interface Taker {
        /** @throws PeerFault if this part is not wanted now; it is not read then */
        void begins(String part) throws PeerFault;

        void takeChunks(InputStream chunkData) throws IOException;

        /** What a sync info takes is taken of. */
        Meter memory();
    }

    /** @param work where work goes */
    Parts(FileWriter work) {
        this.writer = work;
    }

    /** Reads all parts; what is refused is refused as soon as it begins. */
    void read(MultipartReader form, Taker taker) throws IOException {
        for (var part = form.next(); part.isPresent(); part = form.next()) {
            begin(part.get().name());
            taker.begins(part.get().name());
            take(part.get(), taker);
        }
        if (!KINDS.contains(names)) {
            throw new PeerFault("the parts do not go together: " + names);
        }
    }

    private void begin(String name) throws PeerFault {
        if (!names.add(name)) {
            throw new PeerFault("the part " + name + " comes twice");
        }
        if (KINDS.stream().noneMatch(kind -> kind.contains(name))) {
            throw new PeerFault("the part " + name + " is unknown");
        }
        if (KINDS.stream().noneMatch(kind -> kind.containsAll(names))) {
            throw new PeerFault("the parts do not go together: " + names);
        }
    }

    private void take(MultipartReader.Part part, Taker taker) throws IOException {
        switch (part.name()) {
            case "work" -> write(part.body());
            case "buyersecret" -> secret = Optional.of(secret(text(part.body(), SECRET_LENGTH + 1)));
            case "syncinfojson" -> syncInfo = Optional.of(SyncInfoJson.read(part.body(), taker.memory()));
            // Buffered, because what it reads of a part must end where the part does.
            case "a32chunks" ->
                syncInfo = Optional.of(LegacyChunks.read(new BufferedInputStream(part.body()), taker.memory()));
            case "chunkdata" -> taker.takeChunks(part.body());
            default -> ticket = text(part.body(), TICKET_LENGTH);
        }
    }

    private void write(InputStream body) throws IOException {
        byte[] buffer = new byte[8192];
        int size = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            size += read;
            if (size >= PeerLimits.TOO_MUCH_LINEAR) {
                throw new PeerFault("work has " + PeerLimits.TOO_MUCH_LINEAR + " bytes or more");
            }
            writer.write(buffer, 0, read);
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

    boolean has(String name) {
        return names.contains(name);
    }

    /** Puts the work into the store; once. */
    StoredFile storeWork() throws IOException {
        return writer.finish();
    }

    /** Of an assistive download. */
    String ticket() {
        return ticket;
    }

    Optional<SyncInfo> syncInfo() {
        return syncInfo;
    }

    Secret secret() throws PeerFault {
        return secret.orElseThrow(() -> new PeerFault("the part buyersecret is missing"));
    }

    @Override
    public void close() {
        writer.close();
    }
}
