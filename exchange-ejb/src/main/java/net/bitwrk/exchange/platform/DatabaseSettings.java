package net.bitwrk.exchange.platform;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which database: {@code db-url}, {@code db-user}, {@code db-password}, or {@code db-jndi}. Read apart from the other
 * settings, because the server connects before anything else of the exchange runs.
 *
 * @param jndi a data source of the server that is used instead of the URL
 */
record DatabaseSettings(String url, Optional<String> user, Optional<String> password, Optional<String> jndi) {
    /** In the working directory of the server. */
    static final String DEFAULT_URL = "jdbc:h2:file:./bitwrk-data/exchange";

    private static final String H2 = "jdbc:h2:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /**
     * How long one transaction waits for a row that another holds: half of what a request waits for its answer; by default
     * H2 gives up after one or two seconds, in which a slow disk may write a batch.
     *
     * <p>With a write delay, H2 answers a commit half a second before it writes it: a killed process would forget bids. With
     * reuse of results, H2 2.3 may give a connection the state before another's commit, again and again until that table
     * changes (h2database issue 4208): updates would be lost.
     */
    private static final Map<String, String> H2_SAFETY =
            new TreeMap<>(Map.of("LOCK_TIMEOUT", "10000", "WRITE_DELAY", "0", "OPTIMIZE_REUSE_RESULTS", "FALSE"));

    static DatabaseSettings from(SettingSource source) {
        String url = source.read("db-url").orElse(DEFAULT_URL);
        if (!url.startsWith(H2) && !url.startsWith(POSTGRESQL)) {
            throw new InvalidSetting(
                    "setting db-url '" + begin(url) + "...' names no database this exchange knows, expected '" + H2
                            + "...' or '" + POSTGRESQL + "...'");
        }
        return new DatabaseSettings(
                url.startsWith(H2) ? withSafety(url) : url,
                source.read("db-user"),
                source.read("db-password"),
                source.read("db-jndi"));
    }

    /** Which kind of database a URL names; a password may stand anywhere behind that. */
    private static String begin(String url) {
        return url.replaceFirst("(?s)^((jdbc:)?[a-zA-Z0-9+]{0,20}:?).*", "$1");
    }

    boolean isH2() {
        return jndi.isEmpty() && url.startsWith(H2);
    }

    /** Settings of H2 that promises of the exchange rest on, unless the URL names them itself. */
    private static String withSafety(String url) {
        String named = url.toUpperCase(Locale.ROOT);
        return url
                + H2_SAFETY.entrySet().stream()
                        .filter(setting -> !named.contains(";" + setting.getKey() + "="))
                        .map(setting -> ";" + setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining());
    }

    /** The URL up to its parameters, in which a password may stand. */
    String shown() {
        return jndi.map(name -> "data source " + name).orElseGet(() -> url.split("[?;]", 2)[0]);
    }

    @Override
    public String toString() {
        return shown();
    }
}
