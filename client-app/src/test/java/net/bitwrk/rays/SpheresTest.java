package net.bitwrk.rays;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The spheres that are looked at, by row and column, against all of them. */
final class SpheresTest {
    private static final long SEED = 20240229;

    private record Centre(double x, double z) {}

    @Test
    void findsTheNearestOfAllSpheres() {
        var random = new Random(SEED);
        int hits = 0;
        for (int art = 0; art < 100; art++) {
            String text = art(random);
            var spheres = new Spheres(text);
            List<Centre> centres = centres(text);
            for (int i = 0; i < 2000; i++) {
                var ray = ray(random, i % 3);
                double expected = nearest(centres, ray);
                boolean hit = spheres.hit(ray);
                assertEquals(expected, ray.distance, "seed " + SEED + ", ray " + i + " through\n" + text);
                assertEquals(expected < Double.POSITIVE_INFINITY, hit);
                hits += hit ? 1 : 0;
            }
        }
        assertTrue(hits > 10_000, hits + " hits");
    }

    private static String art(Random random) {
        var text = new StringBuilder();
        int lines = 1 + random.nextInt(20);
        double density = random.nextDouble();
        for (int line = 0; line < lines; line++) {
            int columns = random.nextInt(30);
            for (int column = 0; column < columns; column++) {
                text.append(random.nextDouble() < density ? '1' : ' ');
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static List<Centre> centres(String text) {
        var centres = new ArrayList<Centre>();
        List<String> lines = text.lines().toList();
        for (int j = 0; j < lines.size(); j++) {
            for (int k = 0; k < lines.get(j).length(); k++) {
                if (lines.get(j).charAt(k) != ' ') {
                    centres.add(new Centre(-k, lines.size() - j + 1));
                }
            }
        }
        return centres;
    }

    /** From the eye, from inside of the wall, and nearly along it. */
    private static Ray ray(Random random, int kind) {
        var ray = new Ray();
        ray.from(
                10 - 40 * random.nextDouble(),
                kind == 0 ? 16 : Spheres.WALL + random.nextGaussian(),
                25 * random.nextDouble());
        ray.to(
                random.nextGaussian(),
                kind == 0 ? -3 : random.nextGaussian() * (kind == 1 ? 1 : 0.01),
                random.nextGaussian());
        ray.distance = Double.POSITIVE_INFINITY;
        return ray;
    }

    private static double nearest(List<Centre> centres, Ray ray) {
        double nearest = Double.POSITIVE_INFINITY;
        for (Centre centre : centres) {
            double px = ray.ox - centre.x();
            double py = ray.oy + 6.5;
            double pz = ray.oz - centre.z();
            double b = px * ray.dx + py * ray.dy + pz * ray.dz;
            double q = b * b - (px * px + py * py + pz * pz - 1);
            double distance = -b - Math.sqrt(Math.max(0, q));
            if (q > 0 && distance > 0.01) {
                nearest = Math.min(nearest, distance);
            }
        }
        return nearest;
    }
}
