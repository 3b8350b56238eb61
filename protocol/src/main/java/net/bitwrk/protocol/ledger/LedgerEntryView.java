package net.bitwrk.protocol.ledger;

import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.DepositUid;
import net.bitwrk.protocol.id.LedgerKey;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.money.Money;

import java.time.Instant;
import java.util.Optional;

/**
 * One immutable movement of money; the four amounts add up to zero in one currency (protocol section 8).
 *
 * @param availablePredecessor the previous entry of the account on this side, if any
 * @param blockedPredecessor likewise; where both sides are one account, the entry itself
 */
public record LedgerEntryView(
        LedgerKey key,
        Instant timestamp,
        LedgerEntryType type,
        Money availableDelta,
        String availableAccount,
        Optional<LedgerKey> availablePredecessor,
        Money blockedDelta,
        String blockedAccount,
        Optional<LedgerKey> blockedPredecessor,
        Money fee,
        Money world,
        Optional<BidId> bid,
        Optional<TransactionId> transaction,
        Optional<DepositUid> deposit) {}
