package net.bitwrk.exchange.transaction;

import net.bitwrk.exchange.refusal.Check;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refused;
import net.bitwrk.exchange.refusal.SignedForm;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.document.Form;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.transaction.TransactionMessage;
import net.bitwrk.protocol.transaction.TransactionMessage.SellerUrl;
import net.bitwrk.protocol.transaction.WorkerUrl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes a command of the form that is posted to {@code /tx/ID}, in the order of protocol section 5. */
public final class MessageForm {
    private MessageForm() {}

    /**
     * @param transaction the id as it stands in the path; whether it can be one is looked at last
     * @param urlCheck throws where the host of a worker URL is not the sender's
     * @throws Refused for everything that needs no look into the database
     */
    public static SendMessage send(Form form, String transaction, Consumer<WorkerUrl> urlCheck) {
        var fields = new SignedForm(form);
        fields.field("address");
        fields.field("signature");
        Map<String, String> arguments =
                new LinkedHashMap<>(Check.that(Reason.FIELD_WRONG, () -> form.without("signature", "address", "txid")));
        Check.that(Reason.FIELD_WRONG, () -> transactionId(form, transaction));
        TransactionMessage message = Check.that(Reason.VALUE_MALFORMED, () -> TransactionMessage.parse(arguments));
        if (message instanceof SellerUrl said) {
            urlCheck.accept(said.url());
        }
        Address sender = fields.address("address");
        Document document = Document.transactionMessage(transaction, arguments);
        Signature signature = fields.signature(sender, document);
        TransactionId id = Check.that(Reason.OBJECT_UNKNOWN, () -> new TransactionId(transaction));
        return new SendMessage(id, sender, message, document, signature);
    }

    private static Optional<String> transactionId(Form form, String transaction) {
        Optional<String> txid = form.optional("txid");
        txid.filter(id -> !id.equals(transaction)).ifPresent(id -> {
            throw new Malformed("txid", id, "'" + Malformed.shown(transaction) + "' as in the path, or no such field");
        });
        return txid;
    }
}
