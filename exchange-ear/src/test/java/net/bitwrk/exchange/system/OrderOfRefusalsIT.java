package net.bitwrk.exchange.system;

import net.bitwrk.protocol.document.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

import static net.bitwrk.exchange.system.BadInputIT.fields;
import static net.bitwrk.exchange.system.BadInputIT.requireReason;

/** Where several things are wrong, the one is told that protocol section 5 lists first. */
@ExtendWith(SharedExchange.class)
final class OrderOfRefusalsIT {
    private final Exchange exchange;
    private final Participant participant;

    OrderOfRefusalsIT(Exchange exchange) {
        this.exchange = exchange;
        participant = Participant.of(exchange);
    }

    /** Also where the object cannot be there: its id is looked at after all that is in the form. */
    @ParameterizedTest
    @CsvSource({"%3Cx%3E", "AAAAAAAAAAAAAAAAAAAAAA"})
    void looksAtTheFormBeforeTheObject(String id) {
        requireReason(exchange.post("/tx/" + id, "acceptresult=on"), 400, "address");
        requireReason(exchange.post("/bid/" + id, "nonce=" + exchange.nonce()), 400, "action");
        String decoded = id.replace("%3C", "<").replace("%3E", ">");
        Map<String, String> message = fields(participant.messageForm(decoded, Map.of("acceptresult", "on")));
        requireReason(
                exchange.post("/tx/" + id, BadForm.body(BadForm.with(message, "signature", "AAAA"))), 400, "signature");
        requireReason(exchange.post("/tx/" + id, BadForm.body(message)), 404, decoded);
        Document cancellation = Document.cancellation(participant.address().text(), decoded, exchange.nonce());
        requireReason(
                exchange.post("/bid/" + id, cancellation.body(participant.key().sign("other"))), 403, "bid");
        cancellation = Document.cancellation(participant.address().text(), decoded, exchange.nonce());
        requireReason(
                exchange.post("/bid/" + id, cancellation.body(cancellation.signedBy(participant.key()))), 404, decoded);
    }

    @Test
    void aDepositWithoutATrustedAccountHasToBeWellFormedAllTheSame() {
        Map<String, String> fields = fields(participant.depositForm(participant, "0", "BTC 1", "deposit-0001"));
        requireReason(exchange.post("/deposit", BadForm.body(BadForm.with(fields, "signature", "AAAA"))), 400, "AAAA");
        fields = fields(participant.depositForm(participant, "0", "BTC 1", "deposit-0001"));
        requireReason(exchange.post("/deposit", BadForm.body(fields)), 403, "trusted");
    }

    @Test
    void showsNamesOfFieldsAsItShowsValues() {
        String id = OpenTrade.of(exchange).transaction();
        for (String name : List.of("%0d%0aX%1b[31m", "x".repeat(30_000))) {
            requireReason(exchange.post("/tx/" + id, "address=a&signature=b&" + name + "=%ff"), 400, "malformed");
            requireReason(
                    exchange.post("/tx/" + id, "address=a&signature=b&" + name + "=1&" + name + "=2"), 400, "once");
        }
    }
}
