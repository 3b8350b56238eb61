package net.bitwrk.client.exchange;

import net.bitwrk.client.exchange.ScriptedExchange.Refusal;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.transaction.TransactionView;

import java.util.HashMap;
import java.util.Map;

/** The money at a {@link ScriptedExchange}, which keeps other threads away. */
final class ScriptedAccounts {
    private static final Money CAPITAL = Money.of(100_000_000, Currency.BTC);

    private final Map<Address, Money> available = new HashMap<>();
    private final Map<Address, Money> blocked = new HashMap<>();
    private Money fees = Money.zero(Currency.BTC);

    Money available(Address owner) {
        return available.computeIfAbsent(owner, address -> CAPITAL);
    }

    Money blocked(Address owner) {
        return blocked.getOrDefault(owner, Money.zero(Currency.BTC));
    }

    void block(Address owner, Money money) {
        Money left = available(owner).minus(money);
        if (left.isNegative()) {
            throw new Refusal(402, "not enough money: " + available(owner) + " available, " + money + " needed");
        }
        available.put(owner, left);
        blocked.merge(owner, money, Money::plus);
    }

    void release(Address owner, Money money) {
        blocked.put(owner, blocked.get(owner).minus(money));
        available.put(owner, available(owner).plus(money));
    }

    /** The seller gets the price if the phase pays, else the buyer gets all back. */
    void settle(TransactionView transaction) {
        Address buyer = new Address(transaction.buyer());
        Money all = transaction.price().plus(transaction.fee());
        if (transaction.phase().pays()) {
            Address seller = new Address(transaction.seller());
            blocked.put(buyer, blocked.get(buyer).minus(all));
            available.put(seller, available(seller).plus(transaction.price()));
            fees = fees.plus(transaction.fee());
        } else {
            release(buyer, all);
        }
    }

    /** All money there is, fees included, less the starting capital: always zero. */
    Money surplus() {
        Money sum = fees;
        for (Map.Entry<Address, Money> account : available.entrySet()) {
            sum = sum.plus(account.getValue()).plus(blocked(account.getKey())).minus(CAPITAL);
        }
        return sum;
    }
}
