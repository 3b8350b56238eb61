package net.bitwrk.rays;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Buys a picture: cuts it into tiles, buys them side by side, and puts them together.
 *
 * <p>A tile is one trade with one stranger, who may fail, or send nonsense. So each is checked, and bought again, after a pause, until it is
 * right: another trade mostly finds another seller. What cannot get better, such as money that has run out, ends the whole purchase.
 */
public final class RaysBuyer {
    public static final String ARTICLE = "net.bitwrk/gorays/0";

    /** Each bid waits for 2 min, mostly one at a time: who found no seller twice, and never one, need not go on. */
    private static final int ENOUGH_UNSOLD = 2;

    /** Told of what happens, one thing after the other. */
    public interface Progress {
        void bought(Part place, Picture tile);

        /** A trade did not bring the tile; mostly it is tried again. What ends all is not told here, but thrown. */
        void failed(Part place, String reason);
    }

    /**
     * How to buy.
     *
     * @param price of a tile, at most; without one the client's mandates decide
     * @param parallel tiles bought at a time
     * @param attempts trades made for a tile before the purchase fails
     * @param pause before the second attempt; doubled with each further one
     */
    public record Terms(Optional<String> price, int parallel, int attempts, Duration pause) {
        public Terms {
            if (parallel < 1 || attempts < 1) {
                throw new IllegalArgumentException(
                        "at least one tile at a time and one attempt: " + parallel + ", " + attempts);
            }
        }
    }

    private final LocalClient client;
    private final Terms terms;
    private final Progress progress;

    public RaysBuyer(LocalClient client, Terms terms, Progress progress) {
        this.client = client;
        this.terms = terms;
        this.progress = progress;
    }

    /** The whole picture of the scene, bought in that many tiles. */
    public Picture buy(Scene scene, int tiles) throws IOException, InterruptedException {
        List<Part> parts = scene.part().cut(tiles);
        if (parts.stream().anyMatch(part -> part.pixels() > Scene.MAX_PIXELS)) {
            throw new IllegalArgumentException("a tile has at most " + Scene.MAX_PIXELS + " pixels: take more tiles");
        }
        var picture = Picture.of(scene.side(), scene.side());
        var threads = Executors.newFixedThreadPool(terms.parallel());
        try {
            var course = new Course(threads::isShutdown);
            var purchases = new ExecutorCompletionService<Bought>(threads);
            for (Part part : parts) {
                purchases.submit(() -> persistently(scene.with(part), course));
            }
            for (int i = 0; i < parts.size(); i++) {
                Bought bought = purchases.take().get();
                course.isSold.set(true);
                picture.put(bought.place(), bought.tile());
                synchronized (progress) {
                    progress.bought(bought.place(), bought.tile());
                }
            }
            return picture.cutOut(scene.part());
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } finally {
            // Nothing is bought any more that nobody will put together: the threads are interrupted, which hangs up.
            threads.shutdownNow();
        }
    }

    private record Bought(Part place, Picture tile) {}

    /** How the purchase of one picture goes. */
    private record Course(BooleanSupplier isOver, AtomicBoolean isSold, AtomicInteger unsold) {
        Course(BooleanSupplier isOver) {
            this(isOver, new AtomicBoolean(), new AtomicInteger());
        }

        boolean hasNoSeller(IOException failure) {
            boolean isUnsold = failure instanceof LocalClient.Refused refused && refused.isUnsold();
            return isUnsold && unsold.incrementAndGet() >= ENOUGH_UNSOLD && !isSold.get();
        }
    }

    private Bought persistently(Scene tile, Course course) throws IOException, InterruptedException {
        Duration pause = terms.pause();
        for (int attempt = 1; ; attempt++, pause = pause.multipliedBy(2)) {
            try {
                return new Bought(tile.part(), tileOf(tile));
            } catch (IOException e) {
                if (e instanceof LocalClient.Refused refused && !refused.mayPass()) {
                    throw e;
                }
                synchronized (progress) {
                    if (!course.isOver().getAsBoolean()) {
                        progress.failed(tile.part(), e.getMessage());
                    }
                }
                if (course.hasNoSeller(e)) {
                    throw new IOException("nobody sells " + ARTICLE
                            + terms.price().map(price -> " at " + price).orElse("") + ": offer more, or buy later");
                }
                if (attempt == terms.attempts()) {
                    throw e;
                }
                Thread.sleep(pause.toMillis());
            }
        }
    }

    private Picture tileOf(Scene scene) throws IOException, InterruptedException {
        Part part = scene.part();
        // The worker of BitWrk 0.7 draws the whole picture whatever it is asked for: there must be room for that.
        int usualPixels = Scene.USUAL_SIDE * Scene.USUAL_SIDE;
        int maxBytes = 3 * Math.max(usualPixels, (int) part.pixels()) + 100;
        var picture = Picture.readPpm(client.buy(ARTICLE, terms.price(), scene.work(), maxBytes));
        if (picture.isOf(part.width(), part.height())) {
            return picture;
        }
        if (scene.side() == Scene.USUAL_SIDE && picture.isOf(Scene.USUAL_SIDE, Scene.USUAL_SIDE)) {
            return picture.cutOut(part);
        }
        throw new IOException("asked for %d by %d pixels, got a %s".formatted(part.width(), part.height(), picture));
    }
}
