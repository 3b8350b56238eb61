package net.bitwrk.rays;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Draws a {@link Scene}: the well-known "business card" ray tracer, with the art as its spheres.
 *
 * <p>The same scene gives the same bytes on every machine: random numbers depend on pixel and ray alone, and Java's floating point is exact
 * to the bit for all that is used here (+ - × ÷ √). So a buyer can check a seller's tile against one of its own.
 */
public final class Tracer {
    static final int RAYS = 64;

    private static final Vector FORWARD = new Vector(-3.1, -16, 1.9).normalised();
    private static final Vector RIGHT =
            new Vector(0, 0, 1).cross(FORWARD).normalised().times(0.002);
    private static final Vector UP = FORWARD.cross(RIGHT).normalised().times(0.002);
    private static final Vector CORNER = FORWARD.plus(RIGHT.plus(UP).times(-256));

    private final Scene scene;
    private final Spheres spheres;

    private Tracer(Scene scene) {
        this.scene = scene;
        this.spheres = new Spheres(scene.art());
    }

    /** Draws on all cores. */
    public static Picture draw(Scene scene) {
        var bytes = new ByteArrayOutputStream();
        try {
            draw(scene, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Picture.of(scene.part().width(), scene.part().height(), bytes.toByteArray());
    }

    /**
     * Draws on all cores and writes each row as soon as it and those above it are done, three bytes a pixel. Drawing stops when a row cannot
     * be written, or when the thread is interrupted.
     *
     * @throws IOException of {@code rows}, and {@link InterruptedIOException}
     */
    static void draw(Scene scene, OutputStream rows) throws IOException {
        var tracer = new Tracer(scene);
        var cores = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            var drawn = new ArrayList<Future<byte[]>>();
            for (int y = scene.part().y0(); y < scene.part().y1(); y++) {
                int row = y;
                drawn.add(cores.submit(() -> tracer.row(row)));
            }
            for (Future<byte[]> row : drawn) {
                rows.write(row.get());
                rows.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("drawing was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            cores.shutdownNow();
        }
    }

    private byte[] row(int row) {
        var part = scene.part();
        var pixels = new byte[3 * part.width()];
        var random = new Randomness();
        var light = new Light(spheres, random);
        for (int column = part.x0(), at = 0; column < part.x1(); column++) {
            light.red = 0;
            light.other = 0;
            for (int ray = 0; ray < RAYS; ray++) {
                random.startAt(column, row, ray);
                send(light.ray(), random, scene.side() - 1 - column, scene.side() - 1 - row);
                light.add();
            }
            pixels[at++] = colour(light.red);
            pixels[at++] = colour(light.other);
            pixels[at++] = colour(light.other);
        }
        return pixels;
    }

    /** Aims a ray at a random place in the pixel (x, y), through a random place of the lens: what is not in focus is blurred. */
    private void send(Ray ray, Randomness random, int x, int y) {
        double scale = 512.0 / scene.side();
        double lensRight = 99 * (random.next() - 0.5);
        double lensUp = 99 * (random.next() - 0.5);
        double right = 16 * (random.next() + x * scale);
        double up = 16 * (random.next() + y * scale);
        double tx = lensRight * RIGHT.x() + lensUp * UP.x();
        double ty = lensRight * RIGHT.y() + lensUp * UP.y();
        double tz = lensRight * RIGHT.z() + lensUp * UP.z();
        ray.from(-5 + tx, 16 + ty, 8 + tz);
        ray.to(
                right * RIGHT.x() + up * UP.x() + 16 * CORNER.x() - tx,
                right * RIGHT.y() + up * UP.y() + 16 * CORNER.y() - ty,
                right * RIGHT.z() + up * UP.z() + 16 * CORNER.z() - tz);
    }

    private static byte colour(double light) {
        return (byte) Math.min(255, (int) (13 + 3.5 * light));
    }
}
