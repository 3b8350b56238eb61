package net.bitwrk.exchange.simulation;

import net.bitwrk.exchange.bid.CancelBid;
import net.bitwrk.exchange.bid.Market;
import net.bitwrk.exchange.bid.PlaceBid;
import net.bitwrk.exchange.deposit.StoreDeposit;
import net.bitwrk.exchange.fixture.MutableClock;
import net.bitwrk.exchange.refusal.Outcome;
import net.bitwrk.exchange.simulation.ModelBid.Wish;
import net.bitwrk.exchange.transaction.SendMessage;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.DepositUid;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.money.Money;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tells the model what the exchange was told, and compares what both have answered, and what both then keep. */
final class Auditor {
    private final MutableClock clock;
    private final Tables tables;
    private final Books books;
    final Model model;

    Auditor(MutableClock clock, Tables tables, long capital, int maxOpenBids) {
        this.clock = clock;
        this.tables = tables;
        this.books = new Books(tables);
        this.model = new Model(capital, maxOpenBids);
    }

    void check() throws SQLException {
        books.check(model);
    }

    void checkAll() throws SQLException {
        books.checkAll(model);
    }

    void placed(List<PlaceBid> commands, List<Outcome<BidId>> outcomes) {
        assertEquals(commands.size(), outcomes.size());
        for (int i = 0; i < commands.size(); i++) {
            PlaceBid command = commands.get(i);
            Verdict real = verdict(outcomes.get(i));
            Money price = command.price();
            var wish = new Wish(
                    command.type().name(),
                    command.article().text(),
                    price.currency().name(),
                    price.amount(),
                    command.participant().text());
            Verdict expected = model.once(
                    command.nonce().text(),
                    fingerprint(command.document(), command.signature()),
                    () -> model.place(wish, real.id(), clock.millis()));
            assertEquals(expected, real, () -> "answer to " + command);
        }
    }

    void cancelled(List<CancelBid> commands, List<Outcome<BidId>> outcomes) {
        assertEquals(commands.size(), outcomes.size());
        for (int i = 0; i < commands.size(); i++) {
            CancelBid command = commands.get(i);
            Verdict expected = model.once(
                    command.nonce().text(),
                    fingerprint(command.document(), command.signature()),
                    () -> model.cancel(
                            command.bid().text(), command.participant().text(), clock.millis()));
            assertEquals(expected, verdict(outcomes.get(i)), () -> "answer to " + command);
        }
    }

    void said(List<SendMessage> commands, List<Outcome<TransactionId>> outcomes) {
        assertEquals(commands.size(), outcomes.size());
        for (int i = 0; i < commands.size(); i++) {
            SendMessage command = commands.get(i);
            Verdict expected = model.say(
                    command.transaction().text(),
                    command.sender().text(),
                    command.message().arguments(),
                    clock.millis());
            assertEquals(expected, verdict(outcomes.get(i)), () -> "answer to " + command);
        }
    }

    void deposited(List<StoreDeposit> commands, List<Outcome<DepositUid>> outcomes) {
        assertEquals(commands.size(), outcomes.size());
        for (int i = 0; i < commands.size(); i++) {
            StoreDeposit command = commands.get(i);
            Verdict expected = model.once(
                    command.nonce().text(),
                    fingerprint(command.document(), command.signature()),
                    () -> model.deposit(
                            command.type(),
                            command.account().text(),
                            command.amount().currency().name(),
                            command.amount().amount(),
                            command.uid().text(),
                            command.reference()));
            assertEquals(expected, verdict(outcomes.get(i)), () -> "answer to " + command);
        }
    }

    /** The matcher has seen to a market. @return the new transactions */
    List<ModelTransaction> matched(Market market) throws SQLException {
        List<ModelTransaction> made = new ArrayList<>();
        String article = market.article().text();
        for (ModelTransaction transaction :
                model.match(article, market.currency().name(), clock.millis())) {
            List<Tables.Transaction> rows = tables.transactionsOf(transaction.buy.id);
            assertEquals(1, rows.size(), () -> "transactions of bid " + transaction.buy.id);
            model.establish(transaction, rows.get(0).id());
            made.add(transaction);
        }
        return made;
    }

    /**
     * The clockwork has taken up what was due.
     *
     * @param bids that were due before, and {@code transactions}: the longest overdue first
     */
    void expired(List<BidId> bids, List<TransactionId> transactions) {
        long now = clock.millis();
        assertEquals(
                model.open.stream()
                        .filter(bid -> now >= bid.due)
                        .map(bid -> bid.id)
                        .collect(sorted()),
                bids.stream().map(BidId::text).collect(sorted()),
                "bids that are due");
        assertEquals(
                model.active.stream()
                        .filter(one -> now >= one.due)
                        .map(one -> one.id)
                        .collect(sorted()),
                transactions.stream().map(TransactionId::text).collect(sorted()),
                "transactions that are due");
        bids.forEach(id -> model.expire(model.bids.get(id.text())));
        transactions.forEach(id -> model.expire(model.transactions.get(id.text())));
        assertTrue(
                model.active.stream().noneMatch(one -> now >= one.timeout),
                "a transaction is active after its time-out");
    }

    private static java.util.stream.Collector<String, ?, Set<String>> sorted() {
        return Collectors.toCollection(TreeSet::new);
    }

    private static String fingerprint(Document document, Signature signature) {
        return document.text() + " " + signature;
    }

    private static Verdict verdict(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Accepted<?> accepted) {
            return Verdict.accepted(accepted.id().toString());
        }
        return Verdict.refused(
                ((Outcome.Declined<?>) outcome).refusal().reason().name());
    }
}
