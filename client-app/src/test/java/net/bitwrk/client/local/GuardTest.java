package net.bitwrk.client.local;

import net.bitwrk.client.local.Route.Access;
import net.bitwrk.client.local.Route.Effect;
import net.bitwrk.client.peer.Network;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class GuardTest {
    private static final Guard LOOPBACK_ONLY = new Guard(List.of(), Set.of("render.example.org"), false, "workstation");
    private static final Guard EVERYWHERE =
            new Guard(List.of(Network.parse("allow-buy", "192.168.7.0/24")), Set.of(), true, "workstation.example.org");

    private static Visit visit(String method, String remote, String... headers) {
        var fields = HttpFields.build();
        for (String header : headers) {
            int colon = header.indexOf(':');
            fields.add(header.substring(0, colon), header.substring(colon + 1).strip());
        }
        return new Visit(method, fields, ip(remote), ip("192.168.7.1"));
    }

    private static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertForbidden(Runnable check) {
        Refused refused = assertThrows(Refused.class, check::run);
        assertEquals(Refusal.GUARD, refused.refusal());
    }

    @Tag("D2")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8081",
                "a.localhost:8081",
                "127.0.0.1:8081",
                "10.0.0.3",
                "[::1]:8081",
                "[fe80::1]",
                "render.example.org",
                "Render.Example.org:1"
            })
    void servesTheHostsOfThisComputer(String host) {
        assertDoesNotThrow(() -> LOOPBACK_ONLY.checkHost(visit("GET", "127.0.0.1", "Host: " + host)));
    }

    @Tag("D2")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evillocalhost",
                "",
                "localhost.",
                "workstation",
                "pi.local",
                "[::1",
                "[evil]",
                "0x7f.1",
                "127.1",
                "evil.example:8081",
                "127.0.0.1:8081:1"
            })
    void refusesAnotherHostBecauseItMayBeADnsRebinding(String host) {
        assertForbidden(() -> LOOPBACK_ONLY.checkHost(visit("GET", "127.0.0.1", "Host: " + host)));
    }

    @Tag("D2")
    @Test
    void refusesTwoHostsAndNone() {
        assertForbidden(() -> LOOPBACK_ONLY.checkHost(visit("GET", "127.0.0.1", "Host: localhost", "Host: localhost")));
        assertForbidden(() -> LOOPBACK_ONLY.checkHost(visit("GET", "127.0.0.1")));
    }

    @Tag("D2")
    @ParameterizedTest
    @CsvSource({
        "pi,true",
        "pi:8081,true",
        "pi.local,true",
        "workstation.example.org,true",
        "evil.example,false",
        "other.example.org,false"
    })
    void servesLocalNamesWhereItListensBeyondLoopback(String host, boolean served) {
        Visit visit = visit("GET", "192.168.7.9", "Host: " + host);
        if (served) {
            assertDoesNotThrow(() -> EVERYWHERE.checkHost(visit));
        } else {
            assertForbidden(() -> EVERYWHERE.checkHost(visit));
        }
    }

    @Tag("D1")
    @ParameterizedTest(name = "{0} {1} [{2}] is served: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                // Programs say nothing.
                "POST | CHANGES | | true",
                "GET | CHANGES | | true",
                "GET | READS | | true",
                // Our own page.
                "POST | CHANGES | Sec-Fetch-Site: same-origin; Origin: http://localhost:8081 | true",
                "POST | CHANGES | Origin: http://localhost:8081 | true",
                "GET | READS | Sec-Fetch-Site: same-origin; Sec-Fetch-Mode: cors | true",
                "GET | PAGE | Sec-Fetch-Site: same-origin; Sec-Fetch-Mode: cors | true",
                // Other pages: form, fetch, image, script, WebSocket.
                "POST | CHANGES | Sec-Fetch-Site: cross-site; Origin: http://evil.example; Sec-Fetch-Mode: navigate | false",
                "POST | CHANGES | Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: no-cors | false",
                "POST | CHANGES | Sec-Fetch-Site: same-site; Sec-Fetch-Mode: no-cors | false",
                "POST | CHANGES | Origin: http://evil.example | false",
                "POST | CHANGES | Origin: null | false",
                "POST | CHANGES | Origin: http://localhost:8082 | false",
                "POST | CHANGES | Origin: https://localhost:8081 | false",
                "POST | CHANGES | Origin: http://localhost | false",
                "POST | CHANGES | Origin: http://127.0.0.1:8081 | false",
                "POST | CHANGES | Sec-Fetch-Site: none | false",
                "POST | CHANGES | Sec-Fetch-Site: none; Sec-Fetch-Mode: navigate | false",
                "POST | CHANGES | Sec-Fetch-Site: same-origin; Sec-Fetch-Site: cross-site | false",
                "POST | CHANGES | Sec-Fetch-Site: nonsense | false",
                "GET | READS | Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: no-cors; Sec-Fetch-Dest: image | false",
                "GET | READS | Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: navigate | false",
                "GET | READS | Origin: http://evil.example; Upgrade: websocket | false",
                "GET | READS | Sec-Fetch-Site: none | false",
                "GET | READS | Sec-Fetch-Site: none; Sec-Fetch-Mode: navigate | true",
                // Links to the page, from anywhere, and the address bar; but nothing but looking at it.
                "GET | PAGE | Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: navigate | true",
                "GET | PAGE | Sec-Fetch-Site: none; Sec-Fetch-Mode: navigate | true",
                "GET | PAGE | Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: no-cors | false",
                // D0: changes by GET are for programs, also not from our own page or the address bar.
                "GET | CHANGES | Sec-Fetch-Site: same-origin; Sec-Fetch-Mode: navigate | false",
                "GET | CHANGES | Sec-Fetch-Site: none; Sec-Fetch-Mode: navigate | false",
                "GET | CHANGES | Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: no-cors | false",
                // Over plain HTTP to an address of the own network browsers do not say where a request comes from.
                "GET | CHANGES | Referer: http://evil.example/ | false",
                "GET | CHANGES | Accept-Language: en | false",
                "GET | CHANGES | User-Agent: Mozilla/5.0 (X11) Gecko/20100101 Firefox/128.0 | false",
                "GET | CHANGES | User-Agent: mozilla/5.0 | false",
                "HEAD | CHANGES | Accept-Language: en | false",
                "GET | READS | Referer: http://evil.example/; Accept-Language: en; User-Agent: Mozilla/5.0 | true",
                "POST | CHANGES | Referer: http://evil.example/; Accept-Language: en; User-Agent: Mozilla/5.0 | true",
                // Programs: curl, Python's urllib and the add-on of 0.7, Go, Java.
                "GET | CHANGES | User-Agent: curl/8.5.0; Accept: */* | true",
                "GET | CHANGES | User-Agent: Python-urllib/3.7; Accept-Encoding: identity; Connection: close | true",
                "GET | CHANGES | User-Agent: Go-http-client/1.1; Accept-Encoding: gzip | true",
                "GET | CHANGES | User-Agent: Java-http-client/17.0.15 | true",
                "GET | CHANGES | User-Agent: NotMozilla/5.0 | true",
            })
    void letsNoOtherPageCommand(String method, Effect effect, String headers, boolean served) {
        String[] all = ("Host: localhost:8081" + (headers == null ? "" : "; " + headers)).split("; ");
        Visit visit = visit(method, "127.0.0.1", all);
        if (served) {
            assertDoesNotThrow(() -> LOOPBACK_ONLY.checkOrigin(visit, effect));
        } else {
            assertForbidden(() -> LOOPBACK_ONLY.checkOrigin(visit, effect));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,OPEN,true",
        "8.8.8.8,OPEN,true",
        "127.0.0.1,GUARDED,true",
        "127.9.9.9,GUARDED,true",
        "::1,GUARDED,true",
        "192.168.7.1,GUARDED,true",
        "192.168.7.9,GUARDED,false",
        "8.8.8.8,GUARDED,false",
        "192.168.7.9,BUYERS,true",
        "192.168.8.9,BUYERS,false",
        "127.0.0.1,BUYERS,true",
        "::ffff:192.168.7.9,BUYERS,true",
        "fe80::1,BUYERS,false"
    })
    void guardsByWhereTheCallerIs(String remote, Access access, boolean served) {
        if (served) {
            assertDoesNotThrow(() -> EVERYWHERE.checkCaller(visit("GET", remote), access));
        } else {
            assertForbidden(() -> EVERYWHERE.checkCaller(visit("GET", remote), access));
        }
    }

    @DisplayName("behind a proxy on this computer everything looks like this computer, so guarded calls are refused")
    @Tag("D4")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded: for=8.8.8.8",
                "X-Forwarded-For: 8.8.8.8",
                "x-forwarded-for: 127.0.0.1",
                "X-Forwarded-Host: localhost",
                "X-Forwarded-Proto: https",
                "X-Real-IP: 127.0.0.1",
                "Via: 1.1 nginx"
            })
    void refusesForwardedRequestsToGuardedCalls(String header) {
        assertForbidden(() -> EVERYWHERE.checkCaller(visit("GET", "127.0.0.1", header), Access.GUARDED));
        assertForbidden(() -> EVERYWHERE.checkCaller(visit("GET", "127.0.0.1", header), Access.BUYERS));
        assertDoesNotThrow(() -> EVERYWHERE.checkCaller(visit("GET", "127.0.0.1", header), Access.OPEN));
    }
}
