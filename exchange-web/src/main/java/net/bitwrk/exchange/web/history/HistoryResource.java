package net.bitwrk.exchange.web.history;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import net.bitwrk.exchange.history.SignedDocuments;
import net.bitwrk.exchange.platform.Settings;
import net.bitwrk.exchange.platform.SignedDocument;
import net.bitwrk.exchange.refusal.Check;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.web.Limit;
import net.bitwrk.exchange.web.Page;
import net.bitwrk.exchange.web.Representation;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.identity.Address;

import java.util.List;

/**
 * {@code GET /query/documents?after=&limit=}: every signed message and document in the order in which it can be replayed;
 * the next page is asked for with the last {@code Position} as {@code after}.
 */
@Path("query/documents")
public class HistoryResource {
    @Inject
    private SignedDocuments documents;

    @Inject
    private Settings settings;

    @GET
    @Produces("application/json;qs=0.9")
    public Response json(@QueryParam("after") String after, @QueryParam("limit") String limit) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        page(after, limit).forEach(document -> array.add(json(document)));
        return Representation.of(array.build().toString(), MediaType.APPLICATION_JSON);
    }

    private static JsonObjectBuilder json(SignedDocument document) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("Position", document.position())
                .add("Kind", document.kind().name())
                .add("Id", document.id());
        document.signer().ifPresentOrElse(signer -> json.add("Signer", signer.text()), () -> json.addNull("Signer"));
        return json.add("Received", document.received().toString())
                .add("Document", document.document())
                .add("Signature", document.signature());
    }

    @GET
    @Produces("text/html;charset=UTF-8")
    public Response html(@QueryParam("after") String after, @QueryParam("limit") String limit) {
        List<SignedDocument> found = page(after, limit);
        var rows = new Page.Rows().columns("Position", "Kind", "Id", "Signer", "Received", "Document", "Signature");
        found.forEach(document -> rows.line(
                Long.toString(document.position()),
                document.kind().name(),
                document.id(),
                document.signer().map(Address::text).orElse("the trusted account"),
                document.received().toString(),
                document.document(),
                document.signature()));
        Page page = Page.titled("Signed documents, in replay order").table(rows);
        if (!found.isEmpty()) {
            page.link(
                    "more",
                    "/query/documents?after=" + found.get(found.size() - 1).position());
        }
        return Representation.of(page.html(settings.playMoney()), "text/html;charset=UTF-8");
    }

    private List<SignedDocument> page(String after, String limit) {
        return Check.that(Reason.VALUE_MALFORMED, () -> documents.after(position(after), Limit.parse(limit)));
    }

    private static long position(String text) {
        if (text == null) {
            return 0;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new Malformed("after", text, "the Position of a document");
        }
        return Long.parseLong(text);
    }
}
