package net.bitwrk.protocol.identity;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;

import java.util.Optional;

/** Key recovery by native libsecp256k1, 4 to 6 times faster; loads in one class loader of a process only. */
final class NativeRecovery implements KeyRecovery {
    private final Secp256k1 library;

    private NativeRecovery(Secp256k1 library) {
        this.library = library;
    }

    /** Empty where the library does not load: another platform, or a redeployed archive. */
    static Optional<KeyRecovery> load() {
        try {
            return Optional.of(new NativeRecovery(Secp256k1.Companion.get()));
        } catch (LinkageError | IllegalStateException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<byte[]> recover(Signature signature, byte[] messageHash) {
        try {
            byte[] key = library.ecdsaRecover(signature.rs(), messageHash, signature.recoveryId());
            return Optional.of(signature.isOfCompressedKey() ? library.pubKeyCompress(key) : key);
        } catch (Secp256k1Exception e) {
            return Optional.empty();
        }
    }
}
