package net.bitwrk.client.cafs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The packs of a store: the one that is being written, and the finished ones. Guarded by the store's lock. */
final class Shelf {
    /** How a pack's file is opened; tests let the disk run full. */
    @FunctionalInterface
    interface Disk {
        RandomAccessFile open(Path path) throws IOException;
    }

    private static final String NAME = "%012d.pack";
    private static final String NAMES = "\\d{12}\\.pack";

    private final Path directory;
    private final Disk disk;
    private final List<Pack> finished = new ArrayList<>();
    private Optional<Pack> active = Optional.empty();
    private long number;

    Shelf(Path directory, Disk disk) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.disk = disk;
        try (Stream<Path> paths = Files.list(directory)) {
            for (Path path : paths.sorted().toList()) {
                String name = path.getFileName().toString();
                if (name.matches(NAMES)) {
                    finished.add(new Pack(path, disk.open(path)));
                    number = Long.parseLong(name.substring(0, name.indexOf('.')));
                }
            }
        }
    }

    List<Pack> finished() {
        return List.copyOf(finished);
    }

    Pack active() throws IOException {
        if (active.isEmpty()) {
            Path path = directory.resolve(String.format(Locale.ROOT, NAME, ++number));
            active = Optional.of(new Pack(path, disk.open(path)));
        }
        return active.get();
    }

    /** Goes on with a pack of an earlier run. */
    void activate(Pack pack) {
        finished.remove(pack);
        active = Optional.of(pack);
    }

    /** Finishes the active pack, so that it can be emptied and deleted like any other. */
    void roll() throws IOException {
        flush();
        active.ifPresent(finished::add);
        active = Optional.empty();
    }

    /** The active pack has failed: whatever is unflushed in it is given up. */
    void giveUp() {
        active.ifPresent(Pack::giveUp);
        active.ifPresent(finished::add);
        active = Optional.empty();
    }

    /** Of the finished packs the one with the most garbage, if it is at least so much of it. */
    Optional<Pack> emptiest(double garbage) {
        return finished.stream()
                .max(Comparator.comparingDouble(pack -> (double) pack.garbage() / Math.max(1, pack.size())))
                .filter(pack -> pack.garbage() >= garbage * pack.size());
    }

    boolean activeHasGarbage() {
        return active.filter(pack -> pack.garbage() > 0).isPresent();
    }

    void delete(Pack pack) throws IOException {
        finished.remove(pack);
        pack.delete();
    }

    long size() {
        return sum(Pack::size);
    }

    /** So much can be written to the disk, whatever the store's limit. */
    long freeBytes() {
        return directory.toFile().getUsableSpace();
    }

    long live() {
        return sum(Pack::live);
    }

    private long sum(ToLongFunction<Pack> what) {
        long sum = active.map(what::applyAsLong).orElse(0L);
        for (Pack pack : finished) {
            sum += what.applyAsLong(pack);
        }
        return sum;
    }

    void flush() throws IOException {
        if (active.isPresent()) {
            active.get().flush();
        }
    }

    void close() throws IOException {
        roll();
        for (Pack pack : finished) {
            pack.close();
        }
    }
}
