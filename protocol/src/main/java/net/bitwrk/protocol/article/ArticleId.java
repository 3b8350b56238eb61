package net.bitwrk.protocol.article;

import net.bitwrk.protocol.Malformed;

/**
 * The name of a standardised unit of work, like {@code net.bitwrk/gorays/0}. Well-formed says nothing about whether an
 * exchange trades it.
 *
 * @param text 1 to 127 of {@code A-Za-z0-9._~-}, parts joined with {@code /}
 */
public record ArticleId(String text) implements Comparable<ArticleId> {
    private static final int MAX_LENGTH = 127;
    private static final String TRUSTED = "~trusted";

    /** @throws Malformed if it is no article's name */
    public ArticleId {
        boolean fits = text.length() <= MAX_LENGTH && text.matches("[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*");
        if (!fits) {
            throw new Malformed("article", text, "a name like 'net.bitwrk/gorays/0' of at most 127 characters");
        }
    }

    /** Whether only sellers trusted by the operator may sell it, where the operator demands that (section 8). */
    public boolean isTrusted() {
        return text.endsWith(TRUSTED);
    }

    @Override
    public int compareTo(ArticleId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
