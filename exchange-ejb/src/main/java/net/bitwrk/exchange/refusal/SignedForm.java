package net.bitwrk.exchange.refusal;

import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.document.Form;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.identity.SignatureVerifier;

/** Reads the form of a signed document, every fault being the refusal that protocol section 5 lists. */
public final class SignedForm {
    private final Form form;

    public SignedForm(Form form) {
        this.form = form;
    }

    /** @throws Refused {@link Reason#FIELD_WRONG} where the field is missing, double or empty */
    public String field(String name) {
        return Check.that(Reason.FIELD_WRONG, () -> form.required(name));
    }

    /** @throws Refused {@link Reason#VALUE_MALFORMED} where it is no address */
    public Address address(String name) {
        String text = field(name);
        return Check.that(Reason.VALUE_MALFORMED, () -> Address.parse(name, text));
    }

    /** What stands in the field {@code signature}. @throws Refused {@link Reason#SIGNATURE_MALFORMED} */
    public Signature wellFormedSignature() {
        String text = field("signature");
        return Check.that(Reason.SIGNATURE_MALFORMED, () -> Signature.parse("signature", text));
    }

    /**
     * The signature of {@code signer} over {@code document}, in the field {@code signature}.
     *
     * @throws Refused {@link Reason#SIGNATURE_MALFORMED}, {@link Reason#SIGNATURE_WRONG}
     */
    public Signature signature(Address signer, Document document) {
        Signature signature = wellFormedSignature();
        if (!SignatureVerifier.fastest().verify(signer, document.text(), signature)) {
            throw new Refused(
                    Reason.SIGNATURE_WRONG,
                    "signature '" + signature + "' is not by address " + signer + " over the document '"
                            + Malformed.shown(document.text()) + "'");
        }
        return signature;
    }
}
