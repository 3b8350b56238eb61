package net.bitwrk.client.local;

import net.bitwrk.client.peer.Network;
import net.bitwrk.protocol.Malformed;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Who may ask for what (assurance C2, D0 to D4). No web page commands the daemon: browsers say where a request comes
 * from, programs say nothing of the kind, so that the Blender add-on of BitWrk 0.7 needs no token. No state, so any
 * thread may use it.
 */
public final class Guard {
    /** Headers that only a reverse proxy adds; behind one, everything looks as if it came from this computer (D4). */
    private static final List<String> FORWARDING =
            List.of("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP");

    private final List<Network> buyers;
    private final Set<String> hosts;
    private final boolean isListeningBeyondLoopback;
    private final String ownName;

    /**
     * @param buyers networks of {@code -allow-buy}
     * @param hosts names of {@code -allowed-hosts}, in lower case
     * @param ownName of this computer, in lower case; empty if it has none
     */
    public Guard(List<Network> buyers, Set<String> hosts, boolean isListeningBeyondLoopback, String ownName) {
        this.buyers = List.copyOf(buyers);
        this.hosts = Set.copyOf(hosts);
        this.isListeningBeyondLoopback = isListeningBeyondLoopback;
        this.ownName = ownName;
    }

    /** @throws Refused (403) if the request was made for another host: DNS rebinding (D2). Holds for every call. */
    void checkHost(Visit visit) {
        List<String> all = visit.headers().getValuesList("Host");
        if (all.size() != 1 || !isOwnHost(nameOf(all.get(0)))) {
            throw new Refused(
                    Refusal.GUARD,
                    "host '" + Malformed.shown(String.join(",", all)) + "' is not served here: call this computer"
                            + " localhost or by its IP address, or name it with -allowed-hosts");
        }
    }

    private static String nameOf(String host) {
        return host.replaceFirst(":[0-9]{0,5}$", "").toLowerCase(Locale.ROOT);
    }

    private boolean isOwnHost(String name) {
        if (name.startsWith("[") || IpLiteral.parse(name).isPresent()) {
            return IpLiteral.parse(name).isPresent();
        }
        boolean isLoopbackName = name.equals("localhost") || name.endsWith(".localhost");
        return isLoopbackName || hosts.contains(name) || isListeningBeyondLoopback && isLocalName(name);
    }

    private boolean isLocalName(String name) {
        return !name.isEmpty() && !name.contains(".") || name.endsWith(".local") || name.equals(ownName);
    }

    /** @throws Refused (403) if a page that is not ours makes a browser ask (D0, D1) */
    void checkOrigin(Visit visit, Route.Effect effect) {
        boolean reads = visit.method().equals("GET") || visit.method().equals("HEAD");
        boolean navigates = reads
                && visit.header("Sec-Fetch-Mode").filter("navigate"::equals).isPresent();
        boolean changes = effect == Route.Effect.CHANGES;
        if (changes && reads && visit.isFromBrowser()) {
            throw foreign("changes are not made by GET from a browser");
        }
        if (effect == Route.Effect.PAGE && navigates) {
            return;
        }
        if (visit.headers().contains("Sec-Fetch-Site") && !isAllowedSite(visit, navigates)) {
            throw foreign("Sec-Fetch-Site is "
                    + Malformed.shown(visit.header("Sec-Fetch-Site").orElse("")));
        }
        if (visit.headers().contains("Origin") && !isOwnOrigin(visit)) {
            throw foreign("Origin is " + Malformed.shown(visit.header("Origin").orElse("")));
        }
    }

    private static boolean isAllowedSite(Visit visit, boolean navigates) {
        List<String> sites = visit.headers().getValuesList("Sec-Fetch-Site");
        return sites.equals(List.of("same-origin")) || navigates && sites.equals(List.of("none"));
    }

    /** Scheme, host and port exactly those that were called; that host is one of ours, see {@link #checkHost}. */
    private static boolean isOwnOrigin(Visit visit) {
        String own = "http://" + visit.header("Host").orElse("");
        return visit.headers().getValuesList("Origin").equals(List.of(own.toLowerCase(Locale.ROOT)));
    }

    private static Refused foreign(String why) {
        return new Refused(Refusal.GUARD, "web pages other than the client's own may not do this: " + why);
    }

    /** @throws Refused (403) if the call is guarded and the caller is another computer, or a proxy may hide one (D4) */
    void checkCaller(Visit visit, Route.Access access) {
        if (access == Route.Access.OPEN) {
            return;
        }
        boolean isBuyer = access == Route.Access.BUYERS && buyers.stream().anyMatch(n -> n.contains(visit.remote()));
        if (!visit.isFromThisComputer() && !isBuyer) {
            String hint = access == Route.Access.BUYERS ? ", or of a network named with -allow-buy" : "";
            throw new Refused(Refusal.GUARD, "only programs of this computer may do this" + hint);
        }
        for (String header : FORWARDING) {
            if (visit.headers().contains(header)) {
                throw new Refused(Refusal.GUARD, "forwarded requests (" + header + ") are not served here");
            }
        }
    }
}
