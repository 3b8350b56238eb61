package net.bitwrk.exchange.web;

import net.bitwrk.protocol.Malformed;

/** How many of a list are asked for (protocol section 5). */
public final class Limit {
    private static final int DEFAULT = 100;
    public static final int MAX = 1000;

    private Limit() {}

    /**
     * @param text of the query, or null
     * @throws Malformed where it is no number from 1 to 1000
     */
    public static int parse(String text) {
        return parse(text, DEFAULT);
    }

    /**
     * @param text of the query, or null, which leads to {@code otherwise}
     * @throws Malformed where it is no number from 1 to 1000
     */
    public static int parse(String text, int otherwise) {
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX) {
            throw new Malformed("limit", text, "a number from 1 to " + MAX);
        }
        return Integer.parseInt(text);
    }
}
