package net.bitwrk.exchange.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

import java.util.Map;

/** The JAX-RS application at the root; resources and providers are found by their annotations. */
@ApplicationPath("/")
public class ExchangeApplication extends Application {
    /** Jersey would else write the host name that the client happened to use into {@code Location}: protocol section 5. */
    private static final String KEEP_LOCATION_RELATIVE =
            "jersey.config.server.headers.location.relative.resolution.disabled";

    @Override
    public Map<String, Object> getProperties() {
        return Map.of(KEEP_LOCATION_RELATIVE, true);
    }
}
