package net.bitwrk.demo;

import jakarta.json.JsonObject;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The whole ledger, as {@code /query/ledger} tells it, added up anew. */
public final class Books {
    private static final int LIMIT = 1000;
    private static final Money ZERO = Money.zero(Currency.BTC);

    public record Account(Money available, Money blocked) {
        Account plus(Money moreAvailable, Money moreBlocked) {
            return new Account(available.plus(moreAvailable), blocked.plus(moreBlocked));
        }

        @Override
        public String toString() {
            return available + " available, " + blocked + " blocked";
        }
    }

    record Entry(JsonObject json) {
        Money money(String field) {
            return Money.parse(field, json.getString(field));
        }

        boolean isOf(String field, String key) {
            return !json.isNull(field) && json.getString(field).equals(key);
        }

        @Override
        public String toString() {
            return "%-21s %-16s of %s, blocked %s of %s, fee %s, world %s"
                    .formatted(
                            json.getString("Type"),
                            money("AvailableDelta"),
                            shortened(json.getString("AvailableAccount")),
                            money("BlockedDelta"),
                            shortened(json.getString("BlockedAccount")),
                            money("Fee"),
                            money("World"));
        }
    }

    private final List<Entry> entries;

    private Books(List<Entry> entries) {
        this.entries = entries;
    }

    public static Books of(Site exchange) throws IOException, InterruptedException, DemoFailed {
        List<Entry> entries = exchange.array("/query/ledger?limit=" + LIMIT).getValuesAs(JsonObject.class).stream()
                .map(Entry::new)
                .toList();
        DemoFailed.unless(entries.size() < LIMIT, "the ledger is longer than one answer");
        return new Books(entries);
    }

    public static Account account(Site exchange, String participant) throws IOException, InterruptedException {
        JsonObject json = exchange.object("/account/" + participant);
        return new Account(
                Money.parse("Available", json.getString("Available")),
                Money.parse("Blocked", json.getString("Blocked")));
    }

    /** What belongs to a trade: the buyer's bid, what came back of it, and the payment. */
    List<Entry> of(Trade trade) {
        return entries.stream()
                .filter(entry -> entry.isOf("TxKey", trade.id()) || entry.isOf("BidKey", trade.buyerBid()))
                .toList();
    }

    public int size() {
        return entries.size();
    }

    /** Each entry sums to zero, and each account is the sum of its entries. */
    public void addUp(Site exchange) throws DemoFailed, IOException, InterruptedException {
        Map<String, Account> sums = new TreeMap<>();
        for (Entry entry : entries) {
            Money available = entry.money("AvailableDelta");
            Money blocked = entry.money("BlockedDelta");
            Money sum = available.plus(blocked).plus(entry.money("Fee")).plus(entry.money("World"));
            DemoFailed.unless(sum.isZero(), "a ledger entry does not sum to zero: " + entry);
            add(sums, entry.json().getString("AvailableAccount"), available, ZERO);
            add(sums, entry.json().getString("BlockedAccount"), ZERO, blocked);
        }
        for (var sum : sums.entrySet()) {
            Account account = account(exchange, sum.getKey());
            DemoFailed.unless(
                    account.equals(sum.getValue()),
                    "account %s has %s, but its entries are %s".formatted(sum.getKey(), account, sum.getValue()));
        }
    }

    private static void add(Map<String, Account> sums, String participant, Money available, Money blocked) {
        sums.put(
                participant,
                sums.getOrDefault(participant, new Account(ZERO, ZERO)).plus(available, blocked));
    }

    /** The trade is paid by exactly one entry, from its buyer to its seller, with price and fee. */
    void paid(Trade trade) throws DemoFailed {
        List<Entry> payments = of(trade).stream()
                .filter(entry -> entry.json().getString("Type").equals("TRANSACTION_FINISH"))
                .toList();
        DemoFailed.unless(payments.size() == 1, payments.size() + " payments of transaction " + trade.id());
        Entry payment = payments.get(0);
        DemoFailed.unless(
                payment.isOf("AvailableAccount", trade.seller())
                        && payment.isOf("BlockedAccount", trade.buyer())
                        && payment.money("AvailableDelta").equals(trade.price())
                        && payment.money("BlockedDelta")
                                .equals(trade.price().plus(trade.fee()).negated())
                        && payment.money("Fee").equals(trade.fee()),
                "transaction " + trade.id() + " is not paid as agreed: " + payment);
    }

    private static String shortened(String participant) {
        return participant.substring(0, Math.min(8, participant.length()));
    }
}
