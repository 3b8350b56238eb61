package net.bitwrk.exchange.micro;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * What the command line of the runnable exchange says.
 *
 * @param port 0 lets the system choose a free one
 */
record Options(String host, int port, boolean help) {
    static final String USAGE = """
            BitWrk exchange

            usage: java -Xmx768m -jar bitwrk-exchange.jar [--host ADDRESS] [--port N]

              --host ADDRESS  where to listen, default 127.0.0.1; 0.0.0.0 for everywhere
              --port N        default 8080; 0 for any free port
              --help          this text

            Settings (database, fee, trusted account, ...) are environment variables BITWRK_X_Y or
            system properties bitwrk.x-y: see the operations guide.
            """;

    private static final int DEFAULT_PORT = 8080;
    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException with one line for the user */
    static Options parse(String... arguments) {
        String host = "127.0.0.1";
        int port = DEFAULT_PORT;
        boolean help = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--help", "-h" -> help = true;
                case "--host" -> host = address(valueAfter(arguments, i++));
                case "--port" -> port = port(valueAfter(arguments, i++));
                default ->
                    throw new IllegalArgumentException(
                            "unknown option '" + arguments[i] + "', expected --host, --port or --help");
            }
        }
        return new Options(host, port, help);
    }

    private static String valueAfter(String[] arguments, int option) {
        if (option + 1 == arguments.length) {
            throw new IllegalArgumentException("option " + arguments[option] + " needs a value");
        }
        return arguments[option + 1];
    }

    private static String address(String text) {
        try {
            return InetAddress.getByName(text).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("option --host: '" + text + "' is no address of this machine", e);
        }
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > MAX_PORT) {
            throw new IllegalArgumentException("option --port: '" + text + "' is no port, expected 0 to " + MAX_PORT);
        }
        return Integer.parseInt(text);
    }

    /** In a URL, an IPv6 address stands in brackets; "everywhere" can be reached at this machine's own name. */
    String url() {
        String shown = host.equals("0.0.0.0") || host.equals("0:0:0:0:0:0:0:0") ? "localhost" : host;
        return "http://" + (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + port + "/";
    }

    Options withPort(int chosen) {
        return new Options(host, chosen, help);
    }
}
