package net.bitwrk.exchange.micro;

/** What Payara Micro is told before it boots; it knows no options for this. */
final class PreBoot {
    /** Twice the processors were measured as fast as Payara's hundreds, in 15 % less memory. */
    private static final int HTTP_THREADS = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());

    private static final String SET = "set ";
    private static final String CONFIG = "configs.config.server-config.";
    /** The prefix of its settings. */
    static final String LISTENER = CONFIG + "network-config.network-listeners.network-listener.http-listener.";

    private static final String HTTP = SET + CONFIG + "network-config.protocols.protocol.http-listener.http.";
    private static final String POOL = SET + CONFIG + "thread-pools.thread-pool.http-thread-pool.";

    private PreBoot() {}

    static String commands(Options options) {
        return String.join(
                "\n",
                SET + LISTENER + "address=" + options.host(),
                // Requests a connection, not connections: a client may use one for ever.
                HTTP + "max-connections=-1",
                // Grizzly's can deadlock, at two of the threads a time; nobody needs it behind a reverse proxy.
                HTTP + "http2-enabled=false",
                // BitWrk 0.7's user interface shows pages in frames.
                HTTP + "xframe-options=false",
                HTTP + "xpowered-by=false",
                HTTP + "server-header=false",
                // Else it listens for a cluster on every address, --nocluster or not.
                SET + CONFIG + "hazelcast-config-specific-configuration.enabled=false",
                // What the server says of itself, pools and memory, is nobody else's business. /health says nothing and
                // stays.
                SET + CONFIG + "microprofile-metrics-configuration.enabled=false",
                "set-openapi-configuration --enabled=false",
                POOL + "max-thread-pool-size=" + HTTP_THREADS,
                POOL + "min-thread-pool-size=" + HTTP_THREADS,
                "");
    }
}
