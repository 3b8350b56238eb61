package net.bitwrk.exchange.web.bid;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import net.bitwrk.exchange.bid.Cancellation;
import net.bitwrk.exchange.web.Page;
import net.bitwrk.protocol.bid.BidView;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.json.BidJson;

import java.time.Instant;
import java.util.Optional;

/** A bid as JSON and as a page. */
final class BidAnswer {
    private BidAnswer() {}

    static String json(BidView bid) {
        return BidJson.write(bid).toString();
    }

    /** Addition: with {@code Messages}, the signed cancellation if there is one. */
    static String json(BidView bid, Optional<Cancellation> cancellation) {
        JsonArrayBuilder messages = Json.createArrayBuilder();
        cancellation.ifPresent(cancelled -> messages.add(Json.createObjectBuilder()
                .add("Received", cancelled.received().toString())
                .add("Sender", bid.participant())
                .add("Document", cancelled.document())
                .add("Signature", cancelled.signature())));
        return Json.createObjectBuilder(BidJson.write(bid))
                .add("Messages", messages)
                .build()
                .toString();
    }

    static Page page(BidId id, BidView bid, Optional<Cancellation> cancellation) {
        var rows = new Page.Rows()
                .row("Bid", id.text())
                .row("Type", bid.type().name())
                .row("State", bid.state().name())
                .row("Article", bid.article())
                .row("Price", bid.price().toString())
                .row("Fee", bid.fee().toString())
                .row("Participant", bid.participant(), "/account/" + bid.participant())
                .row("Created", bid.created().toString())
                .row("Expires", bid.expires().toString())
                .row("Matched", bid.matched().map(Instant::toString).orElse("not yet"));
        bid.transaction().map(TransactionId::text).ifPresent(tx -> rows.row("Transaction", tx, "/tx/" + tx));
        rows.row("Document", bid.document()).row("Signature", bid.signature());
        cancellation.ifPresent(
                cancelled -> rows.row("Cancelled", cancelled.received().toString())
                        .row("Document", cancelled.document())
                        .row("Signature", cancelled.signature()));
        return Page.titled("Bid " + id).table(rows);
    }
}
