package net.bitwrk.demo;

import net.bitwrk.rays.LocalClient;
import net.bitwrk.rays.Part;
import net.bitwrk.rays.Picture;
import net.bitwrk.rays.RaysBuyer;
import net.bitwrk.rays.Scene;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Buys the picture, and shows each tile, with the trade that brought it, as it comes. */
final class Purchase implements RaysBuyer.Progress {
    private static final RaysBuyer.Terms TERMS = new RaysBuyer.Terms(Optional.empty(), 8, 5, Duration.ofSeconds(1));

    private final PrintStream out;
    private final Scene scene;
    private final TilePage page;
    private final Trades trades;
    private final long start = System.nanoTime();

    /** The transaction of each tile, in the order in which they came. */
    private final Map<Part, String> tiles = new LinkedHashMap<>();

    Purchase(PrintStream out, Scene scene, TilePage page, Trades trades) {
        this.out = out;
        this.scene = scene;
        this.page = page;
        this.trades = trades;
    }

    Picture buy(Site buyer, int count) throws IOException, InterruptedException {
        return new RaysBuyer(new LocalClient(buyer.address()), TERMS, this).buy(scene, count);
    }

    Map<Part, String> tiles() {
        return tiles;
    }

    @Override
    public void bought(Part place, Picture tile) {
        try {
            String hash = sha256(scene.with(place).work());
            Trade trade = trades.of(hash)
                    .orElseThrow(() -> new IOException("no transaction of the buyer has the work " + hash));
            tiles.put(place, trade.id());
            page.add(place, tile, trade);
            double seconds = (System.nanoTime() - start) / 1e9;
            out.printf("  %5.1f s  %-8s  %s from %s%n", seconds, at(place), trade.price(), trade.seller());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void failed(Part place, String reason) {
        out.printf("  %s failed: %s%n", at(place), reason);
    }

    static String at(Part place) {
        return place.x0() + "," + place.y0();
    }

    /** Protocol §7: by this a transaction knows its work. */
    private static String sha256(byte[] work) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(work));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
