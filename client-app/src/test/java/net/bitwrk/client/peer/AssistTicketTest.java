package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.FileWriter;
import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.peer.Recording.Message;
import net.bitwrk.client.sync.Permutation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tickets for assistive downloads: for whom, for what and for how long they are good. */
@Timeout(120)
final class AssistTicketTest extends AssistingSellers {
    @Tag("N5")
    @Test
    void aTicketIsGoodForOnePostAndEndsWithTheSale() throws Exception {
        Seller provider = seller(THREE);
        Socket list = beginSync(provider, THREE, Permutation.PLAIN);
        List<String> tickets = tickets(Wire.readHead(list.getInputStream()));
        String one = path(tickets.get(0));
        String two = path(tickets.get(1));
        assertTrue(one.matches(provider.path() + "/assist/[0-9a-f]{32}"), one);
        assertNotEquals(one, two);
        assertEquals(List.of(one, two), provider.endpoints().openTickets());

        assertStatus(200, get(provider, one));
        assertStatus(200, get(provider, one));
        assertStatus(404, get(provider, one + "00"));
        assertStatus(404, get(provider, provider.path() + "/assist/00"));
        assertStatus(404, get(provider, "/00" + one));
        assertStatus(405, Wire.read(request(provider, "PUT " + one, "").getInputStream()));
        for (String connection : List.of("", "Connection: keep-alive\r\n", "Connection: keep-alive, close\r\n")) {
            Socket socket = request(provider, "POST " + one, connection + "Content-Length: 0\r\n");
            assertStatus(400, Wire.read(socket.getInputStream()));
        }
        assertStatus(404, post(provider, provider.path() + "/assist/00"));
        assertStatus(200, post(provider, one));
        assertStatus(404, post(provider, one));
        assertStatus(404, get(provider, one));
        assertEquals(List.of(), List.copyOf(provider.sale().ends), "none of it is a fault of the sale");
        assertOk(buyer.sendChunks(provider.port(), provider.path(), THREE));
        assertStatus(200, get(provider, two));
        provider.endpoint().close();
        assertStatus(404, get(provider, two));
        assertStatus(404, post(provider, two));
        assertEquals(List.of(), provider.endpoints().openTickets());
    }

    @Test
    void thereAreNoTicketsBeforeTheSyncNorForTheOlderList() throws Exception {
        Seller provider = seller(THREE);
        assertStatus(404, get(provider, provider.path() + "/assist/00"));
    }

    @Tag("N9")
    @Test
    void whatThisBuyerHasNotSentIsNotServedThoughItIsInTheStore() throws Exception {
        byte[] anothers = Wire.ascii("what another buyer has sent");
        Seller provider = seller(List.of(anothers));
        try (FileWriter file = provider.store().put(Owner.buyer("another buyer"))) {
            file.write(anothers);
            file.finish();
        }
        Socket list = beginSync(provider, List.of(anothers), Permutation.PLAIN);
        String head = Wire.readHead(list.getInputStream());
        assertArrayEquals(new byte[] {(byte) 0x80}, Wire.readChunk(list.getInputStream()), "it is asked for");
        Socket loader =
                request(provider, "POST " + path(tickets(head).get(0)), "Connection: close\r\nContent-Length: 1\r\n");
        loader.getOutputStream().write(0x80);
        assertTrue(Wire.readHead(loader.getInputStream()).startsWith("HTTP/1.1 200 "));
        loader.setSoTimeout(300);
        assertThrows(SocketTimeoutException.class, () -> loader.getInputStream().read());
        loader.setSoTimeout(30_000);
        provider.endpoint().close();
        byte[] rest = loader.getInputStream().readAllBytes();
        assertFalse(new String(rest, StandardCharsets.ISO_8859_1).contains("another"));
    }

    @Tag("N1")
    @Test
    void aTicketLeadsNowhereElse() throws Exception {
        try (var provider = new ScriptedSeller()) {
            Future<?> heard = provider.next(ScriptedSeller.Line::hear);
            Seller loader = seller(THREE, InetAddress.getByName("93.184.216.34"));
            Wire.readHead(beginSync(loader, THREE, LATE).getInputStream());
            assertOk(offer(loader, "127.0.0.1", provider.url("/x/assist/00")));
            assertThrows(TimeoutException.class, () -> heard.get(500, TimeUnit.MILLISECONDS));
            assertSells(loader);
        }
    }

    @Tag("N1")
    @Test
    void onlyTheBuyersTicketsAreUsedAndOnlyDuringASync() throws Exception {
        try (var provider = new ScriptedSeller()) {
            Future<?> heard = provider.next(ScriptedSeller.Line::hear);
            Seller loader = seller(THREE);
            String ticket = provider.url("/x/assist/00");
            assertOk(offer(loader, "127.0.0.1", ticket));
            Wire.readHead(beginSync(loader, THREE, LATE).getInputStream());
            assertOk(offer(loader, "127.0.0.2", ticket));
            for (String other :
                    List.of("", "/admin", "/x/assist/0", "/x/assist/0A", "/x/assist/00?x", "/assist/00/x")) {
                assertOk(offer(loader, "127.0.0.1", provider.url(other)));
            }
            assertThrows(TimeoutException.class, () -> heard.get(500, TimeUnit.MILLISECONDS));
            assertSells(loader);
        }
    }

    private Message get(Seller seller, String path) throws IOException {
        return Wire.read(request(seller, "GET " + path, "").getInputStream());
    }

    private Message post(Seller seller, String path) throws IOException {
        String headers = "Connection: close\r\nContent-Length: 1\r\n";
        Socket socket = request(seller, "POST " + path, headers);
        socket.getOutputStream().write(0);
        return Wire.read(socket.getInputStream());
    }

    private Socket request(Seller seller, String line, String headers) throws IOException {
        return buyer.say(seller.port(), line + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
    }
}
