package net.bitwrk.exchange.ledger;

import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.DepositUid;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.ledger.LedgerEntryType;
import net.bitwrk.protocol.money.Money;

import java.util.Optional;

/**
 * One movement of money that is asked for. Made by the factories only; its four parts add up to zero.
 *
 * @param available delta of the available balance of {@code availableAccount}
 * @param blocked delta of the blocked balance of {@code blockedAccount}
 */
public record Posting(
        LedgerEntryType type,
        Address availableAccount,
        Money available,
        Address blockedAccount,
        Money blocked,
        Money fee,
        Money world,
        Cause cause) {

    /** What a movement happens for: at most one of these is there. */
    record Cause(Optional<BidId> bid, Optional<TransactionId> transaction, Optional<DepositUid> depositUid) {
        static final Cause NONE = new Cause(Optional.empty(), Optional.empty(), Optional.empty());

        static Cause of(BidId bid) {
            return new Cause(Optional.of(bid), Optional.empty(), Optional.empty());
        }

        static Cause of(TransactionId transaction) {
            return new Cause(Optional.empty(), Optional.of(transaction), Optional.empty());
        }
    }

    public Posting {
        if (!available.plus(blocked).plus(fee).plus(world).isZero()) {
            throw new IllegalArgumentException("a posting that does not add up to zero: " + type + " " + available
                    + " + " + blocked + " + " + fee + " + " + world);
        }
    }

    static Posting startingCapital(Address account, Money amount) {
        return outside(LedgerEntryType.DEPOSIT, account, amount, Cause.NONE);
    }

    /** Money that comes in, or, where {@code amount} is negative, goes out by order of the trusted account. */
    public static Posting deposit(Address account, Money amount, DepositUid uid) {
        var cause = new Cause(Optional.empty(), Optional.empty(), Optional.of(uid));
        return outside(
                amount.isNegative() ? LedgerEntryType.WITHDRAWAL : LedgerEntryType.DEPOSIT, account, amount, cause);
    }

    private static Posting outside(LedgerEntryType type, Address account, Money amount, Cause cause) {
        Money zero = Money.zero(amount.currency());
        return new Posting(type, account, amount, account, zero, zero, amount.negated(), cause);
    }

    /** Blocks price and fee of a buy bid. */
    public static Posting bid(Address buyer, Money total, BidId bid) {
        return inside(LedgerEntryType.BID, buyer, total.negated(), Cause.of(bid));
    }

    /** Gives back price and fee of a bid that did not match. */
    public static Posting bidReimburse(Address buyer, Money total, BidId bid) {
        return inside(LedgerEntryType.BID_REIMBURSE, buyer, total, Cause.of(bid));
    }

    /** Gives back what the buyer had bid above the price of the match, fee difference included. */
    public static Posting difference(Address buyer, Money difference, TransactionId transaction) {
        return inside(LedgerEntryType.TRANSACTION, buyer, difference, Cause.of(transaction));
    }

    /** Gives back price and fee of a transaction that came to nothing. */
    public static Posting reimburse(Address buyer, Money total, TransactionId transaction) {
        return inside(LedgerEntryType.TRANSACTION_REIMBURSE, buyer, total, Cause.of(transaction));
    }

    private static Posting inside(LedgerEntryType type, Address account, Money released, Cause cause) {
        Money zero = Money.zero(released.currency());
        return new Posting(type, account, released, account, released.negated(), zero, zero, cause);
    }

    /** Pays the seller the price and the exchange its fee out of what the buyer had blocked. */
    public static Posting finish(Address buyer, Address seller, Money price, Money fee, TransactionId transaction) {
        return new Posting(
                LedgerEntryType.TRANSACTION_FINISH,
                seller,
                price,
                buyer,
                price.plus(fee).negated(),
                fee,
                Money.zero(price.currency()),
                Cause.of(transaction));
    }
}
