package net.bitwrk.exchange.simulation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Accounts and entries of the model (protocol section 8). */
final class ModelLedger {
    private final long capital;
    private final Map<String, ModelAccount> accounts = new TreeMap<>();
    private final List<ModelEntry> fresh = new ArrayList<>();

    /** @param capital in satoshi, given to whoever first acts */
    ModelLedger(long capital) {
        this.capital = capital;
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
        return !account.isEmpty() && !account.currency.equals(currency);
    }

    /** Why money cannot move so; empty where it can. What moves nothing is always possible. */
    String refusal(ModelEntry entry) {
        BigInteger available = sum(account(entry.availableAccount()).availableIn(entry.currency()), entry.available());
        BigInteger blocked = sum(account(entry.blockedAccount()).blockedIn(entry.currency()), entry.blocked());
        if (available.bitLength() > 63 || blocked.bitLength() > 63) {
            return "VALUE_MALFORMED";
        }
        if (available.signum() < 0 || blocked.signum() < 0) {
            return "FUNDS_TOO_LOW";
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
