package net.bitwrk.protocol.deposit;

import net.bitwrk.protocol.money.Money;

import java.time.Instant;

/**
 * An accepted deposit message of the trusted account.
 *
 * @param type 0 injection (negative: a withdrawal), 1 Bitcoin
 */
public record DepositView(
        int type, Money amount, String account, String reference, String document, String signature, Instant created) {}
