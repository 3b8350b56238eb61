package net.bitwrk.protocol.identity;

import net.bitwrk.protocol.Malformed;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.crypto.DumpedPrivateKey;
import org.bitcoinj.crypto.ECKey;

/**
 * A participant's secp256k1 key (protocol section 2). {@link #toString()} hides it; {@link #wif()} is the only way out.
 * Thread-safe.
 */
public final class PrivateKey {
    private final ECKey key;
    private final Address address;

    private PrivateKey(ECKey key) {
        this.key = key;
        this.address = new Address(
                key.toAddress(ScriptType.P2PKH, BitcoinNetwork.MAINNET).toString());
    }

    /** A new key, compressed, from the platform's secure randomness. */
    public static PrivateKey generate() {
        return new PrivateKey(new ECKey());
    }

    /** @throws Malformed if {@code wif} is not in Wallet Import Format; the message does not show it */
    public static PrivateKey ofWif(String wif) {
        try {
            return new PrivateKey(
                    DumpedPrivateKey.fromBase58(BitcoinNetwork.MAINNET, wif).getKey());
        } catch (IllegalArgumentException e) {
            throw new Malformed("private key", "hidden", "a key in Wallet Import Format (version byte 128)");
        }
    }

    /** Wallet Import Format: whoever reads this can act for the participant. */
    public String wif() {
        return key.getPrivateKeyEncoded(BitcoinNetwork.MAINNET).toBase58();
    }

    public Address address() {
        return address;
    }

    /** The participant's signature over {@code message}, deterministic (RFC 6979). */
    public Signature sign(String message) {
        Sha256Hash hash = Sha256Hash.wrap(SignedMessage.hash(message));
        ECKey.ECDSASignature rs = key.sign(hash);
        return Signature.of(key.findRecoveryId(hash, rs), key.isCompressed(), rs.r, rs.s);
    }

    @Override
    public String toString() {
        return "PrivateKey[of " + address + "]";
    }
}
