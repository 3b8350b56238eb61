package net.bitwrk.client.peer;

import net.bitwrk.client.MutableClock;
import net.bitwrk.client.cafs.Limits;
import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.peer.Recording.Message;
import net.bitwrk.client.sync.Permutation;
import net.bitwrk.client.sync.Wishlist;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Sellers of one buyer, and what that says to them. */
abstract class AssistingSellers {
    static final List<byte[]> THREE = List.of(Wire.ascii("a"), Wire.ascii("bc"), Wire.ascii("def"));
    /** Nothing comes before bit 253: no chunk is asked of the buyer at once. */
    static final Permutation LATE =
            Permutation.of(IntStream.range(0, 256).map(i -> 255 - i).toArray());

    @TempDir
    Path directory;

    final RawBuyer buyer = new RawBuyer();
    final List<Seller> opened = new ArrayList<>();

    /** One selling client, with one sale. */
    record Seller(Store store, Sellers others, Endpoints endpoints, Endpoint endpoint, ScriptedSale sale) {
        int port() {
            return endpoints.port();
        }

        String path() {
            return endpoint.path();
        }
    }

    Seller seller(List<byte[]> work) throws IOException {
        return seller(work, InetAddress.getLoopbackAddress());
    }

    Seller seller(List<byte[]> work, InetAddress exchange) throws IOException {
        Path home = directory.resolve("seller" + opened.size());
        Store store = Store.open(home.resolve("store"), new Limits(64 << 20, 32 << 20), new MutableClock());
        var others = new Sellers(
                store,
                home.resolve("spool"),
                () -> PeerAddresses.of(exchange, List.of()),
                new SecureRandom(),
                new MutableClock(),
                PeerLimits.USUAL);
        Endpoints endpoints = Endpoints.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                store,
                new SecureRandom(),
                new MutableClock(),
                PeerLimits.USUAL,
                Optional.of(others));
        var sale = new ScriptedSale(RawBuyer.hashes(work), Wire.ascii("the result"), "signature", store);
        var seller = new Seller(store, others, endpoints, endpoints.open(sale), sale);
        opened.add(seller);
        return seller;
    }

    @AfterEach
    void close() throws IOException {
        buyer.close();
        for (Seller seller : opened) {
            seller.endpoints().close();
            seller.others().close();
            seller.store().close();
        }
    }

    Socket beginSync(Seller seller, List<byte[]> work, Permutation order) throws IOException {
        return buyer.beginSync(seller.port(), seller.path(), work, order);
    }

    Message offer(Seller loader, String from, String ticket) throws IOException {
        return buyer.offer(loader.port(), loader.path(), from, ticket);
    }

    /** The wish list's head names the tickets. */
    static List<String> tickets(String head) {
        String json = head.replaceAll("(?s).*X-AssistiveDownloadTicket: \\[([^\\]]*)].*", "$1");
        return List.of(json.replace("\"", "").split(","));
    }

    static String path(String url) {
        return url.replaceFirst("http://[^/]*", "");
    }

    static List<byte[]> inOrder(Permutation order) {
        var list = Wishlist.of(RawBuyer.syncInfo(THREE, order), key -> false);
        return list.inTransmissionOrder().chunks().stream()
                .map(chunk -> THREE.get(chunk.size() - 1))
                .toList();
    }

    static void assertOk(Message answer) {
        assertTrue(answer.head().startsWith("HTTP/1.1 200 "), answer.head() + answer.bodyText());
    }

    static void assertStatus(int status, Message answer) {
        assertTrue(answer.head().startsWith("HTTP/1.1 " + status + " "), answer.head() + answer.bodyText());
    }

    void assertSells(Seller loader) throws IOException {
        assertOk(buyer.sendChunks(loader.port(), loader.path(), inOrder(LATE)));
        assertArrayEquals(Wire.ascii("abcdef"), loader.sale().work);
        assertEquals(List.of(), List.copyOf(loader.sale().ends));
    }
}
