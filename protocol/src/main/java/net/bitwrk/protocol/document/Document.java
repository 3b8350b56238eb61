package net.bitwrk.protocol.document;

import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.identity.Signature;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A text that a participant signs; the methods below are the table of protocol section 4, keys in its order. Values are
 * taken as they were written: the exchange makes a document again from the decoded fields of a form, and money in it
 * reads {@code mBTC1.00} where the form said {@code mBTC 1.00}.
 */
public record Document(String text) {
    /** Values lose their spaces, then are escaped. */
    private static final UnaryOperator<String> WITHOUT_SPACES = value -> QueryEscape.escape(value.replace(" ", ""));

    /** Values keep their spaces, as %20. */
    private static final UnaryOperator<String> SPACES_AS_HEX =
            value -> QueryEscape.escape(value).replace("+", "%20");

    public static Document bid(String article, String type, String price, String address, String nonce) {
        return of(WITHOUT_SPACES, "article", article, "type", type, "price", price, "address", address, "nonce", nonce);
    }

    /** Addition to BitWrk 0.7: takes an unmatched bid back. */
    public static Document cancellation(String address, String bid, String nonce) {
        return of(WITHOUT_SPACES, "action", "cancel", "address", address, "bid", bid, "nonce", nonce);
    }

    /** Every argument and {@code txid}; keys and values escaped, then sorted; an empty value leaves the bare key. */
    public static Document transactionMessage(String txid, Map<String, String> arguments) {
        var pairs = new ArrayList<String>();
        pairs.add("txid=" + QueryEscape.escape(txid));
        arguments.forEach((key, value) -> pairs.add(
                value.isEmpty() ? QueryEscape.escape(key) : QueryEscape.escape(key) + "=" + QueryEscape.escape(value)));
        Collections.sort(pairs);
        return new Document(String.join("&", pairs));
    }

    public static Document deposit(String account, String amount, String nonce, String ref, String type, String uid) {
        return of(
                WITHOUT_SPACES,
                "account",
                account,
                "amount",
                amount,
                "nonce",
                nonce,
                "ref",
                ref,
                "type",
                type,
                "uid",
                uid);
    }

    public static Document relation(String enabled, String nonce, String source, String target, String type) {
        return of(WITHOUT_SPACES, "enabled", enabled, "nonce", nonce, "source", source, "target", target, "type", type);
    }

    public static Document depositAddressRequest(String nonce, String participant, String signer) {
        return of(SPACES_AS_HEX, "nonce", nonce, "participant", participant, "signer", signer);
    }

    public static Document depositAddressMessage(
            String depositAddress, String nonce, String participant, String reference, String signer) {
        return of(
                SPACES_AS_HEX,
                "depositaddress",
                depositAddress,
                "nonce",
                nonce,
                "participant",
                participant,
                "reference",
                reference,
                "signer",
                signer);
    }

    private static Document of(UnaryOperator<String> escape, String... keysAndValues) {
        return new Document(Stream.iterate(0, i -> i < keysAndValues.length, i -> i + 2)
                .map(i -> keysAndValues[i] + "=" + escape.apply(keysAndValues[i + 1]))
                .collect(Collectors.joining("&")));
    }

    public Signature signedBy(PrivateKey key) {
        return key.sign(text);
    }

    /** The form to post: the document and {@code signature}. */
    public String body(Signature signature) {
        return text + "&signature=" + QueryEscape.escape(signature.toString());
    }

    /** The form to post a transaction message: also tells the sender. */
    public String body(Signature signature, Address sender) {
        return body(signature) + "&address=" + QueryEscape.escape(sender.text());
    }
}
