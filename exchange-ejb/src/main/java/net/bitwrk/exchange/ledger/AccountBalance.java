package net.bitwrk.exchange.ledger;

import net.bitwrk.protocol.id.LedgerKey;
import net.bitwrk.protocol.money.Money;

import java.util.Optional;

/** What an account has, as it is shown. */
public record AccountBalance(Money available, Money blocked, Optional<LedgerKey> lastEntry) {}
