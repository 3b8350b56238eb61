package net.bitwrk.client.local;

import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.document.Form;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.identity.SignatureVerifier;

import java.util.Optional;

/**
 * The deposit address that an exchange shows in an account (protocol section 8), and whether it is one: the exchange
 * itself could be lying.
 *
 * @param address empty if there is none
 * @param message the URL-encoded deposit address message with its signature
 */
record DepositNotice(String address, Form message) {
    static DepositNotice of(String encoded) {
        try {
            Form message = Form.parse(encoded);
            return new DepositNotice(message.optional("depositaddress").orElse(""), message);
        } catch (Malformed e) {
            return new DepositNotice("", Form.parse(""));
        }
    }

    /** Whether the trusted account signed this address for this very participant. */
    boolean isGenuine(Address participant, Optional<Address> trusted) {
        if (address.isEmpty() || trusted.isEmpty()) {
            return false;
        }
        try {
            Document document = Document.depositAddressMessage(
                    address,
                    message.required("nonce"),
                    message.required("participant"),
                    message.required("reference"),
                    message.required("signer"));
            return message.required("participant").equals(participant.text())
                    && message.required("signer").equals(trusted.get().text())
                    && SignatureVerifier.fastest()
                            .verify(
                                    trusted.get(),
                                    document.text(),
                                    Signature.parse("signature", message.required("signature")));
        } catch (Malformed e) {
            return false;
        }
    }
}
