package net.bitwrk.client.peer;

import net.bitwrk.client.sync.ChunkSender;
import net.bitwrk.client.sync.SyncInfo;
import net.bitwrk.client.sync.SyncInfoJson;
import net.bitwrk.protocol.hash.Hash;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Where other sellers of the same buyer load chunks with a {@link Tickets ticket}: {@code GET} tells what there is,
 * {@code POST} brings a wish list, answered with chunks as soon as this seller has them (protocol section 9). What goes
 * wrong here is no fault of the sale.
 */
final class TicketDesk {
    /** A bit for each chunk. */
    private static final int MAX_WISHLIST = SyncInfo.MAX_CHUNKS / 8 + 1;

    private static final String TEXT = "text/plain; charset=utf-8";

    private final Tickets tickets;
    private final Sync sync;

    TicketDesk(Tickets tickets, Sync sync) {
        this.tickets = tickets;
        this.sync = sync;
    }

    void serve(Visit visit, String ticket) throws IOException {
        switch (visit.method()) {
            case "GET" -> tell(visit, ticket);
            case "POST" -> send(visit, ticket);
            default -> {
                visit.allowOnly("GET, POST");
                visit.refuse(405, "only GET and POST are possible here");
            }
        }
    }

    private void tell(Visit visit, String ticket) throws IOException {
        if (!tickets.isOpen(ticket)) {
            visit.refuse(404, "there is no such ticket, or not any more");
            return;
        }
        var json = new ByteArrayOutputStream();
        SyncInfoJson.write(sync.inTransmissionOrder(), json);
        visit.answer(200, TEXT, json.toString(StandardCharsets.US_ASCII) + "\n");
    }

    private void send(Visit visit, String ticket) throws IOException {
        if (!visit.closesConnection()) {
            visit.refuse(400, "the header Connection: close is missing");
        } else if (!tickets.use(ticket)) {
            visit.refuse(404, "there is no such ticket, or not any more");
        } else {
            OutputStream out = visit.lastAnswer();
            ChunkSender.send(sync.inTransmissionOrder(), visit.unhurried(MAX_WISHLIST), key -> chunk(key, out), out);
            out.close();
        }
    }

    private byte[] chunk(Hash key, OutputStream out) throws IOException {
        if (!sync.isHere(key)) {
            // What has been sent so far must not wait with it.
            out.flush();
        }
        try {
            return sync.await(key);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the sale is over");
        }
    }
}
