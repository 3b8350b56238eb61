package net.bitwrk.protocol.identity;

import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.crypto.ECKey;

import java.util.Optional;

/**
 * Tells whether a participant signed a message: recovers the public key, derives its address, compares (protocol
 * section 2). Recovery proves the signature; nothing else has to be checked. Thread-safe.
 */
public final class SignatureVerifier {
    private static final KeyRecovery PLAIN = new BitcoinjRecovery();
    private static final Optional<KeyRecovery> NATIVE = NativeRecovery.load();
    private static final SignatureVerifier FASTEST = new SignatureVerifier(NATIVE.orElse(PLAIN));

    private final KeyRecovery recovery;

    private SignatureVerifier(KeyRecovery recovery) {
        this.recovery = recovery;
    }

    /** The fastest there is here: native where the library loads, else bitcoinj. */
    public static SignatureVerifier fastest() {
        return FASTEST;
    }

    /** The one that works everywhere. */
    public static SignatureVerifier plain() {
        return new SignatureVerifier(PLAIN);
    }

    /** The native one, where the library loads. */
    public static Optional<SignatureVerifier> ofNative() {
        return NATIVE.map(SignatureVerifier::new);
    }

    /** Whether {@code signature} is one by {@code address} over {@code message}; never throws. */
    public boolean verify(Address address, String message, Signature signature) {
        if (!signature.hasKnownHeader()) {
            return false;
        }
        return SignedMessage.hashes(message).stream()
                .map(hash -> recovery.recover(signature, hash))
                .flatMap(Optional::stream)
                .anyMatch(key -> addressOf(key).equals(address.text()));
    }

    private static String addressOf(byte[] publicKey) {
        return ECKey.fromPublicOnly(publicKey)
                .toAddress(ScriptType.P2PKH, BitcoinNetwork.MAINNET)
                .toString();
    }

    @Override
    public String toString() {
        return recovery.getClass().getSimpleName();
    }
}
