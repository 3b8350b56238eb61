package net.bitwrk.demo;

import net.bitwrk.protocol.vectors.Vectors;
import net.bitwrk.rays.Picture;
import net.bitwrk.rays.Scene;
import net.bitwrk.rays.Tracer;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;

/** The main job: a picture found, contracted, drawn and paid tile by tile, and the books looked through to the last satoshi. */
public final class Demo {
    private static final int SIDE = 1000;
    private static final int TILES = 16;
    private static final String SELLING_PRICE = "mBTC 1";
    private static final String BUYING_PRICE = "mBTC 1.5";

    private final PrintStream out;
    private final Path folder;
    private final Market market;

    private Demo(PrintStream out, Path folder, Market market) {
        this.out = out;
        this.folder = folder;
        this.market = market;
    }

    /** @param arguments the root of the project */
    public static void main(String[] arguments) throws InterruptedException {
        Path root = Path.of(arguments[0]).toAbsolutePath().normalize();
        Path folder = root.resolve("target").resolve("demo");
        System.exit(succeeds(System.out, root, folder) ? 0 : 1);
    }

    private static boolean succeeds(PrintStream out, Path root, Path folder) throws InterruptedException {
        try {
            empty(folder);
            try (var market = new Market(root, folder)) {
                new Demo(out, folder, market).run();
            }
            return true;
        } catch (DemoFailed | IOException e) {
            out.println("\nThe demo FAILED: " + e.getMessage());
            out.println("What its programs said is in " + folder + ".");
            return false;
        }
    }

    /** Begins anew: other keys, another exchange. */
    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }

    private void run() throws DemoFailed, IOException, InterruptedException {
        long start = System.nanoTime();
        out.println("Starting an exchange, a seller and a buyer ...");
        market.startExchange();
        out.println("The exchange is at           " + market.exchange.address() + "/");
        market.startClients();
        out.println("The seller's client is at    " + market.seller.address() + "/");
        out.println("The buyer's client is at     " + market.buyer.address() + "/");
        market.startWorkers();
        market.permit(SELLING_PRICE, BUYING_PRICE);
        try (var page = new TilePage(market.exchange, SIDE, TILES)) {
            out.println("Watch the picture growing at " + page.address());
            trade(page);
            long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
            out.printf("%nAll is well, after %d seconds.%n", seconds);
            stay();
        }
    }

    private void trade(TilePage page) throws DemoFailed, IOException, InterruptedException {
        var scene = Scene.of(Vectors.object("rays.json").getString("art"), SIDE);
        var trades = new Trades(market.exchange, market.buyer);
        var settlement = Settlement.begin(out, market);

        out.printf("%nBuying %d tiles, for %s at most, sold for %s at least:%n", TILES, BUYING_PRICE, SELLING_PRICE);
        var purchase = new Purchase(out, scene, page, trades);
        Picture bought = purchase.buy(market.buyer, TILES);
        Path file = folder.resolve("picture.png");
        bought.save(file);
        DemoFailed.unless(bought.equals(Tracer.draw(scene)), "the picture differs from one that is drawn here");
        out.println("\nThe picture is the same as one drawn here, byte for byte: " + file);

        DemoFailed.unless(trades.local() == 0, "a tile was a local match, no trade");
        trades.settle();
        settlement.end(purchase.tiles(), trades.all());
    }

    /** While somebody is there to look at the pages. */
    private void stay() throws IOException {
        if (System.console() == null) {
            return;
        }
        out.println("All pages can be looked at until you press Enter.");
        int pressed = System.in.read();
        while (pressed != '\n' && pressed != -1) {
            pressed = System.in.read();
        }
    }
}
