package net.bitwrk.exchange.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.DepositUid;
import net.bitwrk.protocol.id.LedgerKey;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.ledger.LedgerEntryType;
import net.bitwrk.protocol.ledger.LedgerEntryView;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;

import java.time.Instant;
import java.util.Optional;

/** One movement of money, written once and never changed. */
@Entity
@Table(name = "ledger_entry")
class LedgerEntry {
    @Id
    @Column(name = "entry_key")
    private String key;

    @Column(name = "position")
    private long position;

    @Column(name = "entered_ms")
    private long enteredMillis;

    @Column(name = "type")
    private String type;

    @Column(name = "currency")
    private String currency;

    @Column(name = "available_address")
    private String availableAddress;

    @Column(name = "available_delta")
    private long availableDelta;

    @Column(name = "available_before")
    private String availableBefore;

    @Column(name = "blocked_address")
    private String blockedAddress;

    @Column(name = "blocked_delta")
    private long blockedDelta;

    @Column(name = "blocked_before")
    private String blockedBefore;

    @Column(name = "fee")
    private long fee;

    @Column(name = "world")
    private long world;

    @Column(name = "bid_id")
    private String bid;

    @Column(name = "transaction_id")
    private String transaction;

    @Column(name = "deposit_uid")
    private String depositUid;

    protected LedgerEntry() {}

    LedgerEntry(LedgerKey key, long position, Instant entered, Posting posting) {
        this.key = key.text();
        this.position = position;
        this.enteredMillis = entered.toEpochMilli();
        this.type = posting.type().name();
        this.currency = posting.available().currency().name();
        this.availableAddress = posting.availableAccount().text();
        this.availableDelta = posting.available().amount();
        this.blockedAddress = posting.blockedAccount().text();
        this.blockedDelta = posting.blocked().amount();
        this.fee = posting.fee().amount();
        this.world = posting.world().amount();
        this.bid = posting.cause().bid().map(BidId::text).orElse(null);
        this.transaction =
                posting.cause().transaction().map(TransactionId::text).orElse(null);
        this.depositUid = posting.cause().depositUid().map(DepositUid::text).orElse(null);
    }

    /** Names the accounts' entries before this one; the blocked side of a single account names this entry itself. */
    void follow(Optional<LedgerKey> available, Optional<LedgerKey> blocked) {
        availableBefore = available.map(LedgerKey::text).orElse(null);
        blockedBefore = blocked.map(LedgerKey::text).orElse(null);
    }

    long position() {
        return position;
    }

    long enteredMillis() {
        return enteredMillis;
    }

    LedgerEntryView view() {
        return new LedgerEntryView(
                new LedgerKey(key),
                Instant.ofEpochMilli(enteredMillis),
                LedgerEntryType.valueOf(type),
                money(availableDelta),
                availableAddress,
                Optional.ofNullable(availableBefore).map(LedgerKey::new),
                money(blockedDelta),
                blockedAddress,
                Optional.ofNullable(blockedBefore).map(LedgerKey::new),
                money(fee),
                money(world),
                Optional.ofNullable(bid).map(BidId::new),
                Optional.ofNullable(transaction).map(TransactionId::new),
                Optional.ofNullable(depositUid).map(DepositUid::new));
    }

    private Money money(long amount) {
        return Money.of(amount, Currency.valueOf(currency));
    }
}
