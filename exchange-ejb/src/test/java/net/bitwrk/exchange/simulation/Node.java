package net.bitwrk.exchange.simulation;

import jakarta.persistence.EntityManager;
import net.bitwrk.exchange.account.Accounts;
import net.bitwrk.exchange.bid.Bids;
import net.bitwrk.exchange.bid.CancelBid;
import net.bitwrk.exchange.bid.Market;
import net.bitwrk.exchange.bid.OpenBids;
import net.bitwrk.exchange.bid.PlaceBid;
import net.bitwrk.exchange.deposit.Deposits;
import net.bitwrk.exchange.deposit.StoreDeposit;
import net.bitwrk.exchange.fixture.Database;
import net.bitwrk.exchange.ledger.Ledger;
import net.bitwrk.exchange.matching.Matcher;
import net.bitwrk.exchange.matching.Matching;
import net.bitwrk.exchange.matching.OrderBooks;
import net.bitwrk.exchange.matching.Round;
import net.bitwrk.exchange.matching.TimeOuts;
import net.bitwrk.exchange.nonce.NonceKeys;
import net.bitwrk.exchange.nonce.Nonces;
import net.bitwrk.exchange.platform.Announcements;
import net.bitwrk.exchange.platform.ReplayOrder;
import net.bitwrk.exchange.platform.Settings;
import net.bitwrk.exchange.refusal.Outcome;
import net.bitwrk.exchange.transaction.SendMessage;
import net.bitwrk.exchange.transaction.Transactions;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.DepositUid;
import net.bitwrk.protocol.id.TransactionId;

import javax.sql.DataSource;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The real boundaries of one node, made by hand as the container makes them: every call from outside is one database
 * transaction, calls among themselves join it. A new node on the same database is a restart.
 */
final class Node implements AutoCloseable {
    private final Database database;

    final Nonces nonces;
    final Bids bids;
    final OpenBids openBids;
    final Transactions transactions;
    final Deposits deposits;
    final Accounts accounts;
    final Matching matching;
    final Matcher matcher;
    final TimeOuts timeOuts;

    Node(DataSource source, Clock clock, Settings settings) {
        this.database = Database.on(source);
        EntityManager entities = database.entities();
        var order = new ReplayOrder(entities);
        var ledger = new Ledger(entities, order, settings);
        this.nonces = new Nonces(entities, clock, new NonceKeys(entities) {
            @Override
            public byte[] load() {
                return inTransaction(super::load);
            }
        });
        this.bids = new LocalBids(entities, clock, ledger, order, settings);
        this.openBids = new LocalOpenBids(entities, clock, ledger, order);
        this.transactions = new LocalTransactions(entities, clock, ledger, order);
        this.deposits = new Deposits(entities, clock, ledger, nonces, order) {
            @Override
            public List<Outcome<DepositUid>> store(List<StoreDeposit> commands) {
                return inTransaction(() -> super.store(commands));
            }
        };
        this.accounts = new Accounts(ledger);
        this.matching = new Matching(clock, openBids, transactions, ledger, new OrderBooks()) {
            @Override
            public Round run(Market market) {
                return inTransaction(() -> super.run(market));
            }
        };
        var announcements = new Announcements();
        this.matcher = new Matcher(matching, announcements, Runnable::run);
        this.timeOuts = new TimeOuts(openBids, transactions, nonces, matcher, announcements);
    }

    /** Runs it in the transaction that is open, else in one of its own. */
    <T> T inTransaction(Supplier<T> work) {
        return database.transaction(work);
    }

    @Override
    public void close() {
        database.close();
    }

    private final class LocalBids extends Bids {
        LocalBids(EntityManager entities, Clock clock, Ledger ledger, ReplayOrder order, Settings settings) {
            super(entities, clock, ledger, nonces, order, settings);
        }

        @Override
        public List<Outcome<BidId>> place(List<PlaceBid> commands) {
            return inTransaction(() -> super.place(commands));
        }
    }

    private final class LocalOpenBids extends OpenBids {
        LocalOpenBids(EntityManager entities, Clock clock, Ledger ledger, ReplayOrder order) {
            super(entities, clock, ledger, nonces, order);
        }

        @Override
        public List<Outcome<BidId>> cancel(List<CancelBid> commands) {
            return inTransaction(() -> super.cancel(commands));
        }

        @Override
        public List<BidId> due(int limit) {
            return inTransaction(() -> super.due(limit));
        }

        @Override
        public List<Boolean> expire(List<BidId> ids) {
            return inTransaction(() -> super.expire(ids));
        }

        @Override
        public void postpone(Collection<BidId> ids) {
            inTransaction(() -> {
                super.postpone(ids);
                return ids;
            });
        }

        @Override
        public Set<Market> withQueue() {
            return inTransaction(super::withQueue);
        }
    }

    private final class LocalTransactions extends Transactions {
        LocalTransactions(EntityManager entities, Clock clock, Ledger ledger, ReplayOrder order) {
            super(entities, clock, ledger, order);
        }

        @Override
        public List<Outcome<TransactionId>> accept(List<SendMessage> commands) {
            return inTransaction(() -> super.accept(commands));
        }

        @Override
        public List<Outcome<TransactionId>> acceptAgain(List<SendMessage> commands) {
            return inTransaction(() -> super.acceptAgain(commands));
        }

        @Override
        public List<TransactionId> due(int limit) {
            return inTransaction(() -> super.due(limit));
        }

        @Override
        public List<Boolean> expire(List<TransactionId> ids) {
            return inTransaction(() -> super.expire(ids));
        }

        @Override
        public void postpone(Collection<TransactionId> ids) {
            inTransaction(() -> {
                super.postpone(ids);
                return ids;
            });
        }
    }
}
