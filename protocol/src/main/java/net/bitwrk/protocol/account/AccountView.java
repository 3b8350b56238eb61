package net.bitwrk.protocol.account;

import net.bitwrk.protocol.id.LedgerKey;
import net.bitwrk.protocol.money.Money;

import java.time.Instant;
import java.util.Optional;

/**
 * A participant's account.
 *
 * @param depositInfo the URL-encoded deposit address message of the trusted account, empty if there is none
 * @param lastDepositInfo when that came; {@link #NEVER} before
 * @param depositAddressRequest the URL-encoded pending request, empty if there is none
 */
public record AccountView(
        String participant,
        Optional<LedgerKey> lastMovement,
        Money available,
        Money blocked,
        String depositInfo,
        Instant lastDepositInfo,
        String depositAddressRequest) {
    /** What 0.7 shows for "no time yet". */
    public static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");
}
