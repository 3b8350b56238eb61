package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.protocol.hash.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the buyer does with sellers' tickets (protocol section 9, assistive downloads). */
@Timeout(60)
final class HeldTicketsTest extends AtScriptedSeller {
    @Test
    void aTicketOfOneSellerIsGivenToAnother() throws Exception {
        StoredFile work = put(Recording.chunked().work());
        try (var other = new ScriptedSeller()) {
            String ticket = seller.url("/w/assist/00ff");
            List<Future<?>> steps = new ArrayList<>(
                    sells(seller, "X-Assistivedownloadticket: [\"" + ticket + "\"]\r\n", new CompletableFuture<>()));
            try (SellerConnection one = connect(new SecureRandom(), "/w", limits())) {
                one.send(work, SECRET).close();
                assertEquals(List.of(ticket), sellers.heldTickets());
                var passed = new CompletableFuture<String>();
                steps.addAll(sells(other, "", passed));
                steps.add(other.next(line -> takeTicketOrChunks(line, passed)));
                try (SellerConnection two = sellers.connect(other.url("/w"))) {
                    two.send(work, SECRET).close();
                    assertTrue(
                            passed.get(30, TimeUnit.SECONDS)
                                    .matches("--([0-9a-f]{60})\r\n"
                                            + "Content-Disposition: form-data; name=\"assisturl\"\r\n\r\n"
                                            + ticket + "\r\n--\\1--\r\n"),
                            passed.get());
                }
                assertEquals(List.of(), sellers.heldTickets());
            }
            for (Future<?> step : steps) {
                step.get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static final Secret SECRET = Secret.of(new byte[32]);

    /** The two requests of which the order is not known: they come on connections of their own. */
    private static void takeTicketOrChunks(ScriptedSeller.Line line, CompletableFuture<String> passed)
            throws IOException {
        String body = line.hear().bodyText();
        if (body.contains("assisturl")) {
            passed.complete(body);
            line.say(OK + "Content-Length: 0\r\n\r\n");
        } else {
            line.say(OK + "Content-Length: 1\r\n\r\nx");
        }
    }

    /** Takes chunks, but needs none. */
    private static List<Future<?>> sells(ScriptedSeller seller, String header, CompletableFuture<String> passed) {
        return List.of(
                seller.next(line -> {
                    line.hear();
                    String features = "{\"Adler32Chunking\": true, \"GZIPCompression\": true, \"SyncInfo\": true}";
                    line.say(OK + "Content-Length: " + features.length() + "\r\n\r\n" + features);
                }),
                seller.next(line -> {
                    line.hear();
                    // Two chunks and 255 more bits.
                    line.say(OK + header + "Content-Length: 33\r\n\r\n" + "\0".repeat(33));
                }),
                seller.next(line -> takeTicketOrChunks(line, passed)));
    }
}
