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
import java.util.function.Consumer;

/** Makes a command of the form that is posted to {@code /tx/ID}, in the order of protocol section 5. */
public final class MessageForm {
    private MessageForm() {}

    /**
     * @param urlCheck throws where the host of a worker URL is not the sender's
     * @throws Refused for everything that needs no look into the database
     */
    public static SendMessage send(Form form, TransactionId transaction, Consumer<WorkerUrl> urlCheck) {
        var fields = new SignedForm(form);
        fields.field("address");
        fields.field("signature");
        Map<String, String> arguments =
                new LinkedHashMap<>(Check.that(Reason.FIELD_WRONG, () -> form.without("signature", "address", "txid")));
        Check.that(Reason.FIELD_WRONG, () -> sameTransaction(form, transaction));
        TransactionMessage message = Check.that(Reason.VALUE_MALFORMED, () -> TransactionMessage.parse(arguments));
        if (message instanceof SellerUrl said) {
            urlCheck.accept(said.url());
        }
        Address sender = fields.address("address");
        Document document = Document.transactionMessage(transaction.text(), arguments);
        Signature signature = fields.signature(sender, document);
        return new SendMessage(transaction, sender, message, document, signature);
    }

    private static TransactionId sameTransaction(Form form, TransactionId transaction) {
        form.optional("txid").filter(txid -> !txid.equals(transaction.text())).ifPresent(txid -> {
            throw new Malformed("txid", txid, "'" + transaction + "' as in the path, or no such field");
        });
        return transaction;
    }
}
