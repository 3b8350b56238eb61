package net.bitwrk.exchange.nonce;

import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.identity.Signature;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a nonce was used for.
 *
 * @param fingerprint of the signed document that used it; empty for a refused request
 * @param ledTo the id of what that document made
 */
record NonceUse(Optional<String> fingerprint, Optional<String> ledTo) {
    static final NonceUse REFUSED = new NonceUse(Optional.empty(), Optional.empty());

    /** The use by a signed document that made something. */
    static NonceUse of(Document document, Signature signature, String ledTo) {
        return new NonceUse(Optional.of(fingerprint(document, signature)), Optional.of(ledTo));
    }

    /** What the same signed document, sent before, has led to. */
    Optional<String> repeated(Document document, Signature signature) {
        return fingerprint.filter(fingerprint(document, signature)::equals).flatMap(same -> ledTo);
    }

    private static String fingerprint(Document document, Signature signature) {
        byte[] text = (document.text() + "\n" + signature).getBytes(StandardCharsets.UTF_8);
        return Hash.sha256(text).toString();
    }
}
