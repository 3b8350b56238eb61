package net.bitwrk.exchange.deposit;

import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.id.DepositUid;
import net.bitwrk.protocol.id.Nonce;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.money.Money;

import java.util.Objects;

/**
 * The command to store a deposit. Whoever makes one has verified that {@code signature} over {@code document} is the
 * trusted account's.
 *
 * @param type 0 injection, which may be negative: a withdrawal; 1 Bitcoin, positive
 */
public record StoreDeposit(
        int type,
        Address account,
        Money amount,
        DepositUid uid,
        String reference,
        Nonce nonce,
        Document document,
        Signature signature) {
    public static final int INJECTION = 0;
    public static final int BITCOIN = 1;

    /** @throws Malformed if a value is not as it has to be */
    public StoreDeposit {
        Objects.requireNonNull(signature, "signature");
        checked(type, amount, reference);
    }

    /** The reference, where all three are as they have to be. */
    static String checked(int type, Money amount, String reference) {
        if (type != INJECTION && type != BITCOIN) {
            throw new Malformed("type", Integer.toString(type), "0 (injection) or 1 (Bitcoin)");
        }
        if (amount.isZero() || type == BITCOIN && amount.isNegative()) {
            throw new Malformed("amount", amount.toString(), "more than zero, or, in an injection, less");
        }
        if (!reference.matches("[A-Za-z0-9-]{0,64}")) {
            throw new Malformed("ref", reference, "up to 64 of A-Z a-z 0-9 -");
        }
        return reference;
    }
}
