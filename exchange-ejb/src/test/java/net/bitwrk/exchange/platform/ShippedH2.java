package net.bitwrk.exchange.platform;

import java.util.Optional;

/** H2 with the settings that the exchange adds to every URL of it. */
public final class ShippedH2 {
    private ShippedH2() {}

    /** @param url as an operator gives it */
    public static String url(String url) {
        return DatabaseSettings.from(name -> Optional.of(url).filter(given -> name.equals("db-url")))
                .url();
    }
}
