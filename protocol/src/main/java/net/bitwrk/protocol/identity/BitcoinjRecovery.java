package net.bitwrk.protocol.identity;

import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.crypto.ECKey;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** Key recovery by bitcoinj: works everywhere. */
final class BitcoinjRecovery implements KeyRecovery {
    private static final int HALF = 32;

    @Override
    public Optional<byte[]> recover(Signature signature, byte[] messageHash) {
        byte[] rs = signature.rs();
        var r = new BigInteger(1, Arrays.copyOfRange(rs, 0, HALF));
        var s = new BigInteger(1, Arrays.copyOfRange(rs, HALF, 2 * HALF));
        if (!isInRange(r) || !isInRange(s)) {
            return Optional.empty();
        }
        try {
            ECKey key = ECKey.recoverFromSignature(
                    signature.recoveryId(),
                    new ECKey.ECDSASignature(r, s),
                    Sha256Hash.wrap(messageHash),
                    signature.isOfCompressedKey());
            return Optional.ofNullable(key).map(ECKey::getPubKey);
        } catch (IllegalArgumentException e) {
            // Bouncy Castle's word for an r that is no point of the curve.
            return Optional.empty();
        }
    }

    private static boolean isInRange(BigInteger number) {
        return number.signum() > 0
                && number.compareTo(ECKey.ecDomainParameters().getN()) < 0;
    }
}
