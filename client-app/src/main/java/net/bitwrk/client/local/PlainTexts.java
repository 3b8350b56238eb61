package net.bitwrk.client.local;

import net.bitwrk.client.local.Route.Access;
import net.bitwrk.client.local.Route.Effect;

import java.net.InetSocketAddress;
import java.util.List;

/** The plain texts by which local programs recognise the client. */
public final class PlainTexts {
    /** Protocol section 11: to the letter, the Blender add-on takes no other. */
    private static final String ID = "BitWrk Go Client";

    private PlainTexts() {}

    /** @param version three numbers */
    public static List<Route> routes(String version) {
        return List.of(
                Route.get("/id", Access.OPEN, Effect.READS, call -> call.text(200, ID)),
                Route.get("/version", Access.OPEN, Effect.READS, call -> call.text(200, version)),
                Route.get("/myip", Access.OPEN, Effect.READS, call -> call.text(200, hostAndPort(call.remote()))));
    }

    /** {@code 127.0.0.1:4711}, {@code [::1]:4711}. */
    private static String hostAndPort(InetSocketAddress caller) {
        String host = caller.getAddress().getHostAddress().replaceFirst("%.*", "");
        if (host.contains(":")) {
            String shortened = host.equals("0:0:0:0:0:0:0:1") ? "::1" : host;
            return "[" + shortened + "]:" + caller.getPort();
        }
        return host + ":" + caller.getPort();
    }
}
