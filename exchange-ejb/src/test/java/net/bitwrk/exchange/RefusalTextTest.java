package net.bitwrk.exchange;

import net.bitwrk.exchange.bid.BidForm;
import net.bitwrk.exchange.deposit.DepositForm;
import net.bitwrk.exchange.fixture.Exchange;
import net.bitwrk.exchange.fixture.Participant;
import net.bitwrk.exchange.refusal.Refused;
import net.bitwrk.exchange.transaction.MessageForm;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.document.Form;
import net.bitwrk.protocol.document.QueryEscape;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Refusals quote what was sent, and go to the log as they stand: one line of printable ASCII each, whatever that was. */
@Tag("R6")
final class RefusalTextTest {
    /** As lines of a log, as orders to a terminal, turned around, and as what some call a line's end. */
    private static final String HOSTILE =
            "x\r\n2026-01-01 ERROR all lost\n\u001b[2J\u0007\u202e\u2028\u0085\u0000\ud800";

    private final Participant signer = Participant.generate();

    @AutoClose
    private final Exchange exchange = Exchange.withDepositsBy(signer);

    private static String body(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> QueryEscape.escape(field.getKey()) + "=" + QueryEscape.escape(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static void assertPrintable(String text) {
        assertTrue(text.chars().allMatch(c -> c >= ' ' && c <= '~'), text);
    }

    private void requireTold(Map<String, String> fields, String changed) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put(changed, HOSTILE);
        String body = body(all);
        String path = changed.equals("path") ? HOSTILE : "AAAAAAAAAAAAAAAAAAAAAA";
        var nonce = exchange.nonce();
        for (Runnable form : new Runnable[] {
            () -> BidForm.place(Form.parse(body), nonce, exchange.articles),
            () -> BidForm.cancel(Form.parse(body), nonce, path),
            () -> MessageForm.send(Form.parse(body), path, url -> {}),
            () -> DepositForm.store(Form.parse(body), nonce, exchange.settings),
        }) {
            RuntimeException refused = assertThrows(RuntimeException.class, form::run);
            assertTrue(refused instanceof Refused || refused instanceof Malformed, refused.toString());
            assertPrintable(refused.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "article",
                "type",
                "price",
                "address",
                "signature",
                "action",
                "account",
                "amount",
                "uid",
                "ref",
                "txid",
                "workerurl",
                "workhash",
                "buyersecret",
                "path",
                "x\r\n\u001b[31m"
            })
    @DisplayName("R6: no text of a participant begins a line of the log, or commands a terminal")
    void quotesNothingThatIsNoText(String field) {
        var address = signer.address().text();
        requireTold(
                Map.of("article", "foobar", "type", "SELL", "price", "mBTC 1", "address", address, "signature", "AAAA"),
                field);
        requireTold(Map.of("action", "cancel", "address", address, "signature", "AAAA"), field);
        requireTold(Map.of("workerurl", "http://127.0.0.1/", "address", address, "signature", "AAAA"), field);
        requireTold(
                Map.of(
                        "type",
                        "0",
                        "account",
                        address,
                        "amount",
                        "mBTC 1",
                        "uid",
                        "u",
                        "ref",
                        "r",
                        "signature",
                        "AAAA"),
                field);
    }
}
