package net.bitwrk.exchange.simulation;

import java.util.concurrent.ThreadLocalRandom;

/** The seed of a run. */
final class Seed {
    private Seed() {}

    /** Property {@code seed}: a number, or {@code random}. */
    static long ofProperty() {
        String text = System.getProperty("seed", "1");
        return text.equals("random") ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : Long.parseLong(text);
    }
}
