package net.bitwrk.exchange.account;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import net.bitwrk.exchange.ledger.AccountBalance;
import net.bitwrk.exchange.ledger.Ledger;
import net.bitwrk.protocol.account.AccountView;
import net.bitwrk.protocol.identity.Address;

/** Shows accounts. Every address has one, also one that was never seen. */
@Stateless
public class Accounts {
    private final Ledger ledger;

    protected Accounts() {
        this(null);
    }

    @Inject
    public Accounts(Ledger ledger) {
        this.ledger = ledger;
    }

    public AccountView view(Address participant) {
        AccountBalance balance = ledger.balance(participant);
        return new AccountView(
                participant.text(),
                balance.lastEntry(),
                balance.available(),
                balance.blocked(),
                "",
                AccountView.NEVER,
                "");
    }
}
