package net.bitwrk.exchange.simulation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Accounts and entries of the model (protocol section 8). */
final class ModelLedger {
    private final long capital;
    private final UnaryOperator<String> sellsFor;
    private final Map<String, ModelAccount> accounts = new TreeMap<>();
    private final List<ModelEntry> fresh = new ArrayList<>();

    /**
     * @param capital in satoshi, given to whoever first acts
     * @param sellsFor the currency in which an account may still be paid; empty where there is none
     */
    ModelLedger(long capital, UnaryOperator<String> sellsFor) {
        this.capital = capital;
        this.sellsFor = sellsFor;
    }

    Map<String, ModelAccount> accounts() {
        return accounts;
    }

    /** The account; one never seen shows its capital. */
    ModelAccount account(String address) {
        return accounts.computeIfAbsent(address, unseen -> {
            var account = new ModelAccount();
            account.available = capital;
            return account;
        });
    }

    void open(String address) {
        ModelAccount account = account(address);
        if (!account.isOpen) {
            account.isOpen = true;
            if (capital != 0) {
                fresh.add(ModelEntry.outside("BTC", address, capital, ""));
            }
        }
    }

    boolean holdsOther(String address, String currency) {
        ModelAccount account = account(address);
        String bound = account.isEmpty() ? sellsFor.apply(address) : account.currency;
        return !bound.isEmpty() && !bound.equals(currency);
    }

    /** Why an account could not be paid so much. */
    String unpayable(String address, String currency, long price) {
        if (holdsOther(address, currency)) {
            return "CURRENCY_DIFFERS";
        }
        return tooMuch(held(address, currency).add(BigInteger.valueOf(price))) ? "VALUE_MALFORMED" : "";
    }

    private BigInteger held(String address, String currency) {
        return sum(account(address).availableIn(currency), account(address).blockedIn(currency));
    }

    private static boolean tooMuch(BigInteger amount) {
        return amount.bitLength() > 63;
    }

    /** Why money cannot move so; empty where it can. What moves nothing is always possible. */
    String refusal(ModelEntry entry) {
        BigInteger available = sum(account(entry.availableAccount()).availableIn(entry.currency()), entry.available());
        BigInteger blocked = sum(account(entry.blockedAccount()).blockedIn(entry.currency()), entry.blocked());
        if (tooMuch(available) || tooMuch(blocked)) {
            return "VALUE_MALFORMED";
        }
        if (available.signum() < 0 || blocked.signum() < 0) {
            return "FUNDS_TOO_LOW";
        }
        BigInteger alsoBlocked = entry.availableAccount().equals(entry.blockedAccount())
                ? blocked
                : BigInteger.valueOf(account(entry.availableAccount()).blockedIn(entry.currency()));
        if (tooMuch(available.add(alsoBlocked))) {
            return "VALUE_MALFORMED";
        }
        boolean wrongMoney = entry.available() != 0 && holdsOther(entry.availableAccount(), entry.currency())
                || entry.blocked() != 0 && holdsOther(entry.blockedAccount(), entry.currency());
        return wrongMoney ? "CURRENCY_DIFFERS" : "";
    }

    private static BigInteger sum(long a, long b) {
        return BigInteger.valueOf(a).add(BigInteger.valueOf(b));
    }

    void post(ModelEntry entry) {
        if (!refusal(entry).isEmpty()) {
            throw new AssertionError("the model cannot post " + entry + ": " + refusal(entry));
        }
        open(entry.availableAccount());
        open(entry.blockedAccount());
        ModelAccount to = account(entry.availableAccount());
        ModelAccount from = account(entry.blockedAccount());
        if (entry.available() != 0) {
            to.currency = entry.currency();
        }
        if (entry.blocked() != 0) {
            from.currency = entry.currency();
        }
        to.available += entry.available();
        from.blocked += entry.blocked();
        fresh.add(entry);
    }

    /** The entries since the last call, in order of their texts. */
    List<String> takeFresh() {
        List<String> taken = fresh.stream()
                .map(ModelEntry::toString)
                .sorted(Comparator.naturalOrder())
                .toList();
        fresh.clear();
        return taken;
    }
}
