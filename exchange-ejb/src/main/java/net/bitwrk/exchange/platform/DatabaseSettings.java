package net.bitwrk.exchange.platform;

import java.util.Locale;
import java.util.Optional;

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

    static DatabaseSettings from(SettingSource source) {
        String url = source.read("db-url").orElse(DEFAULT_URL);
        if (!url.startsWith(H2) && !url.startsWith(POSTGRESQL)) {
            throw new InvalidSetting("setting db-url names no database this exchange knows, expected " + H2 + "… or "
                    + POSTGRESQL + "…");
        }
        return new DatabaseSettings(
                withImmediateWrites(url), source.read("db-user"), source.read("db-password"), source.read("db-jndi"));
    }

    boolean isH2() {
        return jndi.isEmpty() && url.startsWith(H2);
    }

    /** Without it, H2 answers a commit half a second before it writes it: a killed process would forget bids. */
    private static String withImmediateWrites(String url) {
        boolean named = url.toUpperCase(Locale.ROOT).contains(";WRITE_DELAY=");
        return !url.startsWith(H2) || named ? url : url + ";WRITE_DELAY=0";
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
