package net.bitwrk.exchange.web.ledger;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import net.bitwrk.exchange.ledger.Ledger;
import net.bitwrk.exchange.ledger.LedgerPages;
import net.bitwrk.exchange.platform.Settings;
import net.bitwrk.exchange.refusal.Check;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refused;
import net.bitwrk.exchange.web.Begin;
import net.bitwrk.exchange.web.Limit;
import net.bitwrk.exchange.web.Page;
import net.bitwrk.exchange.web.Representation;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.DepositUid;
import net.bitwrk.protocol.id.LedgerKey;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.json.LedgerEntryJson;
import net.bitwrk.protocol.ledger.LedgerEntryView;

import java.time.Instant;
import java.util.List;

/** The ledger over HTTP. */
@Path("")
public class LedgerResource {
    @Inject
    private Ledger ledger;

    @Inject
    private LedgerPages pages;

    @Inject
    private Settings settings;

    @GET
    @Path("ledger/{key}")
    @Produces("application/json;qs=0.9")
    public Response json(@PathParam("key") String key) {
        return Representation.of(LedgerEntryJson.write(find(key)).toString(), MediaType.APPLICATION_JSON);
    }

    @GET
    @Path("ledger/{key}")
    @Produces("text/html;charset=UTF-8")
    public Response html(@PathParam("key") String key) {
        return Representation.of(page(find(key)).html(settings.playMoney()), "text/html;charset=UTF-8");
    }

    /**
     * @param begin RFC 3339; without it from the first entry on
     * @param after the last entry of the page before, or empty for the first of several pages
     */
    @GET
    @Path("query/ledger")
    public Response query(
            @QueryParam("begin") String begin, @QueryParam("after") String after, @QueryParam("limit") String limit) {
        Instant from = begin == null ? Instant.EPOCH : Check.that(Reason.VALUE_MALFORMED, () -> Begin.parse(begin));
        int most = Check.that(Reason.VALUE_MALFORMED, () -> Limit.parse(limit));
        JsonArrayBuilder entries = Json.createArrayBuilder();
        entries(from, after, most).forEach(entry -> entries.add(LedgerEntryJson.write(entry)));
        return Representation.of(entries.build().toString(), MediaType.APPLICATION_JSON);
    }

    private List<LedgerEntryView> entries(Instant begin, String after, int limit) {
        if (after == null) {
            return ledger.entries(begin, limit);
        }
        if (after.isEmpty()) {
            return pages.first(begin, limit);
        }
        LedgerKey last = Check.that(Reason.VALUE_MALFORMED, () -> key(after));
        return pages.after(last, limit).orElseThrow(() -> unknown(last));
    }

    private static LedgerKey key(String after) {
        try {
            return new LedgerKey(after);
        } catch (Malformed e) {
            throw new Malformed("after", after, "the Key of an entry, or nothing");
        }
    }

    private static Refused unknown(LedgerKey key) {
        return new Refused(Reason.OBJECT_UNKNOWN, "there is no ledger entry '" + key + "'");
    }

    private LedgerEntryView find(String text) {
        LedgerKey key = Check.that(Reason.OBJECT_UNKNOWN, () -> new LedgerKey(text));
        return ledger.entry(key).orElseThrow(() -> unknown(key));
    }

    private static Page page(LedgerEntryView entry) {
        var rows = new Page.Rows()
                .row("Entry", entry.key().text())
                .row("Time", entry.timestamp().toString())
                .row("Type", entry.type().name())
                .row("Available", entry.availableDelta().toString())
                .row("of account", entry.availableAccount(), "/account/" + entry.availableAccount());
        entry.availablePredecessor().ifPresent(key -> rows.row("whose entry before is", key.text(), "/ledger/" + key));
        rows.row("Blocked", entry.blockedDelta().toString())
                .row("of account", entry.blockedAccount(), "/account/" + entry.blockedAccount());
        entry.blockedPredecessor().ifPresent(key -> rows.row("whose entry before is", key.text(), "/ledger/" + key));
        rows.row("Fee", entry.fee().toString()).row("World", entry.world().toString());
        entry.bid().map(BidId::text).ifPresent(id -> rows.row("Bid", id, "/bid/" + id));
        entry.transaction().map(TransactionId::text).ifPresent(id -> rows.row("Transaction", id, "/tx/" + id));
        entry.deposit().map(DepositUid::text).ifPresent(uid -> rows.row("Deposit", uid, "/deposit/" + uid));
        return Page.titled("Ledger entry " + entry.key()).table(rows);
    }
}
