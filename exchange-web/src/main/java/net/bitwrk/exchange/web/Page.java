package net.bitwrk.exchange.web;

import java.util.Objects;

/**
 * A plain HTML page: a heading, paragraphs, tables of names and values, lists with columns. Every text is escaped here,
 * so that what a participant wrote is never markup; the only addresses that become links are the caller's own paths.
 */
public final class Page {
    private final String title;
    private final StringBuilder body = new StringBuilder();

    private Page(String title) {
        this.title = Objects.requireNonNull(title, "title");
    }

    public static Page titled(String title) {
        return new Page(title);
    }

    public Page paragraph(String text) {
        body.append("<p>").append(escape(text)).append("</p>\n");
        return this;
    }

    /** A text that leads to a path of this exchange, such as {@code /bid/ID}. */
    public Page link(String text, String path) {
        body.append("<p>").append(anchor(text, path)).append("</p>\n");
        return this;
    }

    public Page heading(String text) {
        body.append("<h2>").append(escape(text)).append("</h2>\n");
        return this;
    }

    public Page table(Rows rows) {
        body.append("<table>\n").append(rows.html).append("</table>\n");
        return this;
    }

    /** @param playMoney whether the operator says so: every page then tells it (protocol section 8) */
    public String html(boolean playMoney) {
        String warning = playMoney ? "<p class=\"play\">This exchange trades with play money.</p>\n" : "";
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<title>" + escape(title) + " - BitWrk</title>\n"
                + "<link rel=\"stylesheet\" href=\"/assets/page.css\">\n</head>\n<body>\n"
                + "<header><a href=\"/\">BitWrk exchange</a></header>\n<main>\n" + warning
                + "<h1>" + escape(title) + "</h1>\n" + body + "</main>\n</body>\n</html>\n";
    }

    /** The rows of a table. */
    public static final class Rows {
        private final StringBuilder html = new StringBuilder();

        /** Names of the columns. */
        public Rows columns(String... names) {
            return cells("th scope=\"col\"", "th", names);
        }

        /** One line of a list, under {@link #columns}. */
        public Rows line(String... values) {
            return cells("td", "td", values);
        }

        /** One line of a list, whose first value leads to a path of this exchange. */
        public Rows linked(String path, String first, String... others) {
            html.append("<tr><td>").append(anchor(first, path)).append("</td>");
            for (String other : others) {
                html.append("<td>").append(escape(other)).append("</td>");
            }
            html.append("</tr>\n");
            return this;
        }

        /** A name and its value. */
        public Rows row(String name, String value) {
            return named(name, escape(value));
        }

        /** A name and its value, which leads to a path of this exchange. */
        public Rows row(String name, String value, String path) {
            return named(name, anchor(value, path));
        }

        private Rows named(String name, String cell) {
            html.append("<tr><th scope=\"row\">").append(escape(name)).append("</th><td>");
            html.append(cell).append("</td></tr>\n");
            return this;
        }

        private Rows cells(String open, String close, String... texts) {
            html.append("<tr>");
            for (String text : texts) {
                html.append('<').append(open).append('>').append(escape(text));
                html.append("</").append(close).append('>');
            }
            html.append("</tr>\n");
            return this;
        }
    }

    private static String anchor(String text, String path) {
        if (!path.startsWith("/") || path.startsWith("//")) {
            throw new IllegalArgumentException("no path of this exchange: " + path);
        }
        return "<a href=\"" + escape(path) + "\">" + escape(text) + "</a>";
    }

    /** For text and for attributes in double quotes. */
    static String escape(String text) {
        var escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
