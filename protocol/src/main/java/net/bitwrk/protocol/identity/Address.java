package net.bitwrk.protocol.identity;

import net.bitwrk.protocol.Malformed;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.LegacyAddress;
import org.bitcoinj.base.exceptions.AddressFormatException;

/**
 * A participant's id: a Bitcoin P2PKH address of the main network, version byte 0 (protocol section 2).
 *
 * @param text base58, as it stands in documents
 */
public record Address(String text) implements Comparable<Address> {
    /** The longest base58 text of 25 bytes. */
    private static final int MAX_LENGTH = 35;

    private static final int P2PKH_VERSION = 0;

    /** @throws Malformed if {@code text} is no such address */
    public Address {
        if (!isMainnet(text)) {
            throw wrong("address", text);
        }
    }

    /** @throws Malformed if {@code text} is no such address; {@code field} names it there */
    public static Address parse(String field, String text) {
        if (!isMainnet(text)) {
            throw wrong(field, text);
        }
        return new Address(text);
    }

    private static Malformed wrong(String field, String text) {
        return new Malformed(field, text, "a Bitcoin address of the main network that starts with 1");
    }

    private static boolean isMainnet(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        try {
            return LegacyAddress.fromBase58(text, BitcoinNetwork.MAINNET).getVersion() == P2PKH_VERSION;
        } catch (AddressFormatException e) {
            return false;
        }
    }

    @Override
    public int compareTo(Address other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
