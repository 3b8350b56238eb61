package net.bitwrk.client.peer;

import net.bitwrk.client.peer.Recording.Message;
import net.bitwrk.protocol.hash.Hash;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What proves to be the buyer ends its own sale with a reason; what does not ends nothing, and the sale goes on. */
@Timeout(60)
final class HostileBuyerTest extends AttackedEndpoint {
    /** The sale is over. */
    private void assertBuyersFault(String reason, Message answer) throws Exception {
        assertTrue(answer.head().startsWith("HTTP/1.1 500 "), answer.head());
        assertTrue(answer.bodyText().contains(reason), answer.bodyText());
        String end = sale.end();
        assertTrue(end.startsWith("BUYER: ") && end.contains(reason), end);
        Message afterwards = request("OPTIONS", "", new byte[0]);
        assertTrue(afterwards.head().startsWith("HTTP/1.1 404 "), afterwards.head());
        newSale();
    }

    @Test
    void theBuyersFaultIsAnsweredWith500AndTheEndpointIsGone() throws Exception {
        assertBuyersFault("the work has the hash", post(linear(Wire.ascii("other work"), SECRET), ""));
        beginSync();
        assertBuyersFault("a chunk has 9 bytes instead of 8", postChunks(Wire.ascii("\u0012too much!")));
        beginSync();
        assertBuyersFault("goes on after the last chunk", postChunks(Wire.ascii("\u0010the work\u0010the work")));
    }

    @Tag("N2")
    @Test
    void theSecretProvesNothingOnceItIsPublished() throws Exception {
        Message result = post(linear(WORK, SECRET), "");
        assertRefused("the work has been sent before", post(linear(Wire.ascii("other work"), SECRET), ""));
        assertRefused("the work has been sent before", post(syncInfo(), ""));
        Message receipt = request("POST", FORM, receipt(Hash.sha256(result.body()), SIGNATURE));
        assertTrue(receipt.hasLine("HTTP/1.1 200 OK"), receipt.head() + receipt.bodyText());
        sale.published.await();
    }

    @Test
    void theBuyerMaySendItsChunksFromAnotherAddress() throws Exception {
        assertEquals(0x80, beginSync());
        Message result = strangersChunks(Wire.ascii("\u0010the work"));
        assertTrue(result.hasLine("HTTP/1.1 200 OK"), result.head() + result.bodyText());
        assertArrayEquals(WORK, sale.work);
    }

    @Test
    void aWrongMethodIsHarmless() throws Exception {
        for (String method : List.of("GET", "PUT", "DELETE", "PATCH")) {
            Message answer = request(method, "", new byte[0]);
            assertTrue(answer.head().startsWith("HTTP/1.1 405 "), answer.head());
        }
        assertSells();
    }

    @Test
    void sixteenMebibytesAtOnceAreTooMuch() throws Exception {
        assertStrangersFault("work has 16777216 bytes or more", linear(new byte[16 << 20], SECRET));
        byte[] most = new byte[(16 << 20) - 1];
        Hash hash = Hash.sha256(most);
        sale = new ScriptedSale(
                new WorkHashes(hash, Hash.sha256(hash.bytes(), SECRET.bytes())), RESULT, SIGNATURE, store);
        endpoint = endpoints.open(sale);
        assertSoldOf(most);
    }

    private void assertSoldOf(byte[] work) throws Exception {
        Message result = post(linear(work, SECRET), "");
        assertTrue(result.hasLine("HTTP/1.1 200 OK"), result.head() + result.bodyText());
        assertArrayEquals(work, sale.work);
    }

    @Test
    void aReceiptMustHaveExactlyItsTypeAndBeForTheResultAndAWrongOneEndsNothing() throws Exception {
        byte[] other = receipt(Hash.sha256(WORK), SIGNATURE);
        assertRefused("there is no result yet", request("POST", FORM, other));
        Message result = post(linear(WORK, SECRET), "");
        Hash hash = Hash.sha256(result.body());
        byte[] good = receipt(hash, SIGNATURE);
        assertRefused("encresulthash is", request("POST", FORM, other));
        assertRefused("is not the buyer's signature", request("POST", FORM, receipt(hash, "another's")));
        assertRefused(
                "neither a form nor form data",
                request("POST", "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n", good));
        assertRefused("more than 1024 bytes", request("POST", FORM, new byte[2000]));
        assertRefused("encresulthash", request("POST", FORM, Wire.ascii("encresulthash=1&encresulthash=2")));
        Message receipt = request("POST", FORM, good);
        assertTrue(receipt.hasLine("HTTP/1.1 200 OK"), receipt.head() + receipt.bodyText());
        sale.published.await();
        assertEquals(List.of(), List.copyOf(sale.ends));
    }

    @Test
    void hangingUpAndSilenceEndNothingButTheBuyersOwnSale() throws Exception {
        open(Duration.ofMinutes(1), Duration.ofSeconds(1));
        begin().close();
        Message answer = Wire.read(begin().getInputStream());
        assertRefused("", answer);
        assertSells();
        newSale();
        beginSync();
        begin(form(field("chunkdata", new byte[0]))).close();
        assertTrue(sale.end().startsWith("BUYER: "), "the buyer hung up");
        newSale();
        beginSync();
        begin(form(field("chunkdata", new byte[0])));
        assertTrue(sale.end().startsWith("BUYER: "), "a second of silence");
        open(Duration.ofMinutes(1));
    }

    private Socket begin(byte[] form) throws IOException {
        Socket socket = send("POST", LONG);
        socket.getOutputStream().write(form, 0, form.length - 8);
        return socket;
    }

    @Test
    void aFailingWorkerIsTheWorkersFault() throws Exception {
        sale.workerFailure = new IOException("the worker answers 500");
        Message answer = post(linear(WORK, SECRET), "");
        assertTrue(answer.head().startsWith("HTTP/1.1 500 "), answer.head());
        assertEquals("WORKER: the worker answers 500", sale.end());
    }

    @Test
    void closingEndsWhatIsUnderWay() throws Exception {
        byte[] syncInfo = Wire.ascii("{\"Chunks\":[{\"Key\":\"" + Hash.sha256(WORK) + "\",\"Size\":8}],\"Perm\":["
                + java.util.stream.IntStream.range(0, 256)
                        .mapToObj(Integer::toString)
                        .collect(java.util.stream.Collectors.joining(","))
                + "]}");
        byte[] body = form(field("syncinfojson", syncInfo), field("buyersecret", Wire.ascii(SECRET.hex())));
        Socket socket = send(
                "POST", "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " + body.length + "\r\n");
        socket.getOutputStream().write(body);
        assertTrue(Wire.readHead(socket.getInputStream()).startsWith("HTTP/1.1 200 "));
        endpoint.close();
        byte[] left = socket.getInputStream().readAllBytes();
        assertFalse(
                new String(left, java.nio.charset.StandardCharsets.ISO_8859_1).endsWith("0\r\n\r\n"),
                "cut off, not ended");
        assertTrue(sale.ends.isEmpty(), "who closes knows why");
    }
}
