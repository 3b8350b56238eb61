package net.bitwrk.client.cafs;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds what is in a pack when the store is opened. Stops where a record is not whole: a process was killed there. */
final class PackScan {
    private PackScan() {}

    /** Where the last whole record ends. */
    static long scan(Pack pack, Consumer<Placed.OfChunk> chunks, Consumer<Placed.OfFile> files) throws IOException {
        long at = 0;
        while (at + Records.HEAD <= pack.size()) {
            Optional<Records.Head> found = Records.parseHead(pack.read(at, Records.HEAD));
            if (found.isEmpty() || at + Records.HEAD + found.get().length() > pack.size()) {
                return at;
            }
            Records.Head head = found.get();
            long size = Records.HEAD + head.length();
            if (head.kind() == Records.CHUNK) {
                var chunk = new Placed.OfChunk(head.id(), head.length());
                chunk.place(pack, at, size);
                chunks.accept(chunk);
            } else if (head.kind() == Records.FILE) {
                long offset = at;
                Records.parseFile(head, pack.read(at + Records.HEAD, head.length()))
                        .ifPresent(file -> {
                            var placed = new Placed.OfFile(file, head.keptUntil());
                            placed.place(pack, offset, size);
                            files.accept(placed);
                        });
            }
            at += size;
        }
        return at;
    }
}
