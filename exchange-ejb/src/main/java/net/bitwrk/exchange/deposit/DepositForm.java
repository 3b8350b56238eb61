package net.bitwrk.exchange.deposit;

import net.bitwrk.exchange.platform.Settings;
import net.bitwrk.exchange.refusal.Check;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refused;
import net.bitwrk.exchange.refusal.SignedForm;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.document.Form;
import net.bitwrk.protocol.id.DepositUid;
import net.bitwrk.protocol.id.Nonce;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.money.Money;

/** Makes a command of the form that is posted to {@code /deposit}, in the order of protocol section 5. */
public final class DepositForm {
    private DepositForm() {}

    /** @throws Refused for everything that needs no look into the database */
    public static StoreDeposit store(Form form, Nonce nonce, Settings settings) {
        var fields = new SignedForm(form);
        String type = fields.field("type");
        String account = fields.field("account");
        String amount = fields.field("amount");
        String uid = fields.field("uid");
        // "up to 64": an empty one is a value, too.
        String reference = Check.that(Reason.FIELD_WRONG, () -> form.requiredOrEmpty("ref"))
                .orElse("");
        fields.field("signature");
        int number = Check.that(Reason.VALUE_MALFORMED, () -> type(type));
        Address participant = fields.address("account");
        Money money = Check.that(Reason.VALUE_MALFORMED, () -> Money.parse("amount", amount));
        DepositUid name = Check.that(Reason.VALUE_MALFORMED, () -> new DepositUid(uid));
        Check.that(Reason.VALUE_MALFORMED, () -> StoreDeposit.checked(number, money, reference));
        Document document = Document.deposit(account, amount, nonce.text(), reference, type, uid);
        fields.wellFormedSignature();
        Address signer = settings.trustedAccount()
                .orElseThrow(() -> new Refused(
                        Reason.SIGNATURE_WRONG,
                        "deposits are signed by the operator's trusted account, and none is set here"));
        Signature signature = fields.signature(signer, document);
        return new StoreDeposit(number, participant, money, name, reference, nonce, document, signature);
    }

    private static int type(String text) {
        return switch (text) {
            case "0" -> StoreDeposit.INJECTION;
            case "1" -> StoreDeposit.BITCOIN;
            default -> throw new Malformed("type", text, "0 (injection) or 1 (Bitcoin)");
        };
    }
}
