package net.bitwrk.exchange.transaction;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import net.bitwrk.exchange.ledger.Ledger;
import net.bitwrk.exchange.ledger.LockedBalances;
import net.bitwrk.exchange.ledger.Posting;
import net.bitwrk.exchange.platform.ReplayOrder;
import net.bitwrk.exchange.platform.SignedDocument;
import net.bitwrk.exchange.refusal.Outcome;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refusal;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.SignatureVerifier;
import net.bitwrk.protocol.transaction.Contract;
import net.bitwrk.protocol.transaction.MessageView;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.transaction.TransactionView;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Transactions from the match to their settlement (protocol section 7). One that retires is settled in the same database
 * transaction, so it is settled exactly once.
 */
@Stateless
public class Transactions {
    private static final System.Logger LOG = System.getLogger(Transactions.class.getName());
    private static final Duration POSTPONED = Duration.ofSeconds(30);

    private final EntityManager entities;
    private final Clock clock;
    private final Ledger ledger;
    private final ReplayOrder order;

    protected Transactions() {
        this(null, null, null, null);
    }

    @Inject
    public Transactions(EntityManager entities, Clock clock, Ledger ledger, ReplayOrder order) {
        this.entities = entities;
        this.clock = clock;
        this.ledger = ledger;
        this.order = order;
    }

    /** Makes transactions of matches, in this order; part of the matcher's transaction. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public void establish(List<Establish> commands, Instant now) {
        LongSupplier positions = order.begin();
        commands.forEach(command -> entities.persist(new Transaction(command, positions.getAsLong(), now)));
    }

    /**
     * Takes messages in, in this order, all in one database transaction; one outcome each. Refuses with
     * {@link Reason#SENDER_WRONG}, {@link Reason#SECRET_WRONG}, {@link Reason#OBJECT_UNKNOWN},
     * {@link Reason#WRONG_PHASE}, {@link Reason#TIMED_OUT}, and, where the seller's account could not hold what it would
     * be paid, {@link Reason#VALUE_MALFORMED}.
     */
    public List<Outcome<TransactionId>> accept(List<SendMessage> commands) {
        return accept(commands, command -> false);
    }

    /**
     * {@link #accept} once more, after a failure that may have come after its commit: a message that is stored was
     * accepted then. Not for messages that are sent again: those meet the new phase (protocol section 7).
     */
    public List<Outcome<TransactionId>> acceptAgain(List<SendMessage> commands) {
        return accept(commands, this::isStored);
    }

    private List<Outcome<TransactionId>> accept(List<SendMessage> commands, Predicate<SendMessage> before) {
        Map<String, Transaction> transactions =
                lock(commands.stream().map(SendMessage::transaction).toList());
        Instant now = clock.instant();
        LockedBalances balances = ledger.lock(
                commands.stream()
                        .filter(command -> mayRetire(command))
                        .flatMap(command -> Stream.ofNullable(
                                transactions.get(command.transaction().text())))
                        .flatMap(Transactions::parties)
                        .toList(),
                now);
        LongSupplier positions = order.begin();
        return commands.stream()
                .map(command -> before.test(command)
                        ? Outcome.of(command.transaction())
                        : accept(command, transactions.get(command.transaction().text()), balances, positions, now))
                .toList();
    }

    private Outcome<TransactionId> accept(
            SendMessage command,
            Transaction transaction,
            LockedBalances balances,
            LongSupplier positions,
            Instant now) {
        if (transaction == null) {
            return Outcome.refused(Reason.OBJECT_UNKNOWN, "there is no transaction '" + command.transaction() + "'");
        }
        Optional<Refusal> refusal = transaction.refusal(command, now, SignatureVerifier.fastest());
        if (refusal.isPresent()) {
            return Outcome.refused(refusal.get());
        }
        Optional<Posting> settlement = settlement(transaction, command);
        Optional<Refusal> unpayable = settlement.flatMap(balances::refusal);
        if (unpayable.isPresent()) {
            return Outcome.refused(unpayable.get());
        }
        entities.persist(transaction.accept(command, positions.getAsLong(), now));
        settlement.ifPresent(posting -> settle(transaction, posting, balances));
        return Outcome.of(command.transaction());
    }

    private boolean isStored(SendMessage command) {
        return !entities.createQuery(
                        "select m.revision from Message m where m.transaction = :id and m.sender = :sender"
                                + " and m.document = :document and m.signature = :signature",
                        Integer.class)
                .setParameter("id", command.transaction().text())
                .setParameter("sender", command.sender().text())
                .setParameter("document", command.document().text())
                .setParameter("signature", command.signature().toString())
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    private static void settle(Transaction transaction, Posting posting, LockedBalances balances) {
        balances.post(posting);
        if (transaction.reserves()) {
            balances.endSale(transaction.seller());
        }
    }

    private static Optional<Posting> settlement(Transaction transaction, SendMessage command) {
        return Contract.next(transaction.phase(), command.message().kind())
                .filter(Phase::retires)
                .map(transaction::settlement);
    }

    /** Only what may retire moves money, and needs the balances. */
    private static boolean mayRetire(SendMessage command) {
        return Stream.of(Phase.values())
                .flatMap(phase -> Contract.next(phase, command.message().kind()).stream())
                .anyMatch(Phase::retires);
    }

    /** Active transactions whose time is over, the longest overdue first. */
    public List<TransactionId> due(int limit) {
        return entities
                .createQuery(
                        "select t.id from Transaction t where t.state = 'ACTIVE' and t.dueMillis <= :now"
                                + " order by t.dueMillis",
                        String.class)
                .setParameter("now", clock.millis())
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(TransactionId::new)
                .toList();
    }

    /** Retires and settles those of these that are still active and overdue; tells for each whether it did. */
    public List<Boolean> expire(List<TransactionId> ids) {
        Map<String, Transaction> overdue = lock(ids);
        Instant now = clock.instant();
        overdue.values().removeIf(transaction -> !transaction.isOverdue(now));
        LockedBalances balances = ledger.lock(
                overdue.values().stream().flatMap(Transactions::parties).toList(), now);
        for (TransactionId id : ids) {
            Optional.ofNullable(overdue.get(id.text())).ifPresent(transaction -> {
                settle(transaction, lastSettlement(transaction, balances), balances);
                transaction.expire(now);
            });
        }
        return ids.stream().map(id -> overdue.containsKey(id.text())).toList();
    }

    /**
     * What ends a transaction whose time is over. The last resort, where the seller's account cannot hold the price (it
     * would leave 64 bits, or the sale is older than reservations): the buyer gets all back, as nobody else can.
     */
    private static Posting lastSettlement(Transaction transaction, LockedBalances balances) {
        Posting settlement = transaction.settlement(transaction.phase());
        return balances.refusal(settlement)
                .map(refusal -> {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "seller cannot be paid, buyer gets all back tx=" + transaction.id() + " seller="
                                    + transaction.seller() + " because " + refusal.text());
                    return transaction.reimbursement();
                })
                .orElse(settlement);
    }

    /** Tries the time-out of these again a while later, so that they do not stand before others. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void postpone(Collection<TransactionId> ids) {
        Instant due = clock.instant().plus(POSTPONED);
        lock(ids).values().forEach(transaction -> transaction.postpone(due));
    }

    public Optional<TransactionView> find(TransactionId id) {
        return Optional.ofNullable(entities.find(Transaction.class, id.text())).map(Transaction::view);
    }

    /** The accepted messages, in the order in which they were. */
    public List<MessageView> messages(TransactionId id) {
        return entities
                .createQuery("select m from Message m where m.transaction = :id order by m.revision", Message.class)
                .setParameter("id", id.text())
                .getResultList()
                .stream()
                .map(Message::view)
                .toList();
    }

    /** The messages behind {@code position}, in replay order. */
    public List<SignedDocument> signed(long position, int limit) {
        return entities
                .createQuery("select m from Message m where m.position > :position order by m.position", Message.class)
                .setParameter("position", position)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(Message::signed)
                .toList();
    }

    /** Locks the rows in order of id; those that do not exist are left out. */
    private Map<String, Transaction> lock(Collection<TransactionId> ids) {
        Map<String, Transaction> transactions = new HashMap<>();
        List<String> texts =
                ids.stream().map(TransactionId::text).distinct().sorted().toList();
        if (!texts.isEmpty()) {
            entities.createQuery("select t from Transaction t where t.id in :ids order by t.id", Transaction.class)
                    .setParameter("ids", texts)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getResultList()
                    .forEach(transaction -> transactions.put(transaction.id(), transaction));
        }
        return transactions;
    }

    private static Stream<Address> parties(Transaction transaction) {
        return Stream.of(transaction.buyer(), transaction.seller());
    }
}
