package net.bitwrk.rays;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code rays render}: buys a picture, or draws it on this computer. */
@Command(
        name = "render",
        mixinStandardHelpOptions = true,
        description = "Buys a picture of spheres, one for each character of some ASCII art.")
public final class RaysRender implements Callable<Integer> {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    @Parameters(paramLabel = "ART", description = "file of at most 100,000 bytes of ASCII; - reads standard input")
    private String art;

    @Option(names = "--client", defaultValue = "http://127.0.0.1:8081", description = "default: ${DEFAULT-VALUE}")
    private URI client;

    @Option(
            names = "--price",
            description = "paid for a tile at most, e.g. 'mBTC 1'; else a mandate of the client decides")
    private Optional<String> price;

    @Option(names = "--tiles", defaultValue = "16", description = "number of trades; default: ${DEFAULT-VALUE}")
    private int tiles;

    @Option(names = "--width", defaultValue = "1000", description = "in pixels, and as high; default: ${DEFAULT-VALUE}")
    private int width;

    @Option(names = "--parallel", defaultValue = "8", description = "tiles bought at a time; default: ${DEFAULT-VALUE}")
    private int parallel;

    @Option(names = "--attempts", defaultValue = "5", description = "trades for a tile; default: ${DEFAULT-VALUE}")
    private int attempts;

    @Option(
            names = "--out",
            defaultValue = "rays.png",
            description = "PNG, or PPM for any other ending; default: ${DEFAULT-VALUE}")
    private Path out;

    @Option(names = "--here", description = "draw on this computer, buy nothing")
    private boolean here;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Output.check(out);
        try {
            var scene = Scene.of(readArt(), width);
            save(here ? Tracer.draw(scene) : buy(scene));
            return 0;
        } catch (IllegalArgumentException e) {
            throw new IOException("no picture: " + e.getMessage(), e);
        }
    }

    /** What has been paid for is kept, wherever there is room. */
    private void save(Picture picture) throws IOException {
        try {
            picture.save(out);
            spec.commandLine().getOut().println("Saved " + out);
        } catch (IOException e) {
            Path elsewhere = Files.createTempFile("rays-", ".png");
            picture.save(elsewhere);
            throw new IOException(
                    "cannot write " + out + ": " + e.getMessage() + "; the picture is in " + elsewhere, e);
        }
    }

    private String readArt() throws IOException {
        if (!art.equals("-") && !Files.isRegularFile(Path.of(art))) {
            throw new IOException("there is no file " + art);
        }
        byte[] bytes =
                art.equals("-") ? System.in.readNBytes(Scene.MAX_ART_BYTES + 1) : Files.readAllBytes(Path.of(art));
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.isBlank()) {
            throw new IOException("no picture: there is no character in " + (art.equals("-") ? "standard input" : art));
        }
        return text;
    }

    private Picture buy(Scene scene) throws IOException, InterruptedException {
        var terms = new RaysBuyer.Terms(price, parallel, attempts, FIRST_PAUSE);
        var local = new LocalClient(client);
        // Whether there is a client at all, once and not for each tile.
        local.myHost();
        var lines = new Lines(spec.commandLine().getOut(), tiles);
        var waiting = new Waiting(local, RaysBuyer.ARTICLE, lines::waits);
        try (waiting) {
            return new RaysBuyer(local, terms, lines).buy(scene, tiles);
        }
    }

    /** One line for each tile. */
    private static final class Lines implements RaysBuyer.Progress {
        private final PrintWriter out;
        private final int tiles;
        private int done;

        Lines(PrintWriter out, int tiles) {
            this.out = out;
            this.tiles = tiles;
        }

        void waits(String reason) {
            out.println("A tile " + reason);
            out.flush();
        }

        @Override
        public void bought(Part place, Picture tile) {
            out.printf("%d of %d tiles%n", ++done, tiles);
            out.flush();
        }

        @Override
        public void failed(Part place, String reason) {
            out.printf("Tile at %d,%d failed: %s%n", place.x0(), place.y0(), reason);
            out.flush();
        }
    }
}
