package net.bitwrk.exchange.simulation;

import net.bitwrk.exchange.bid.CancelBid;
import net.bitwrk.exchange.bid.Market;
import net.bitwrk.exchange.bid.PlaceBid;
import net.bitwrk.exchange.deposit.StoreDeposit;
import net.bitwrk.exchange.transaction.SendMessage;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.DepositUid;
import net.bitwrk.protocol.id.Nonce;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes commands, likely ones and unlikely ones, out of a seed and of what the model knows to be there. */
final class Workload {
    private static final int SIGNATURE_BYTES = 65;

    /** Two or three of these leave 64 bits. */
    private static final long HUGE = Long.MAX_VALUE / 3;

    /** Old commands that may be sent again: within a nonce's life there are not many. */
    private static final int REMEMBERED = 30;

    private final RandomGenerator random;
    private final Supplier<Nonce> nonces;
    private final Model model;
    private final Messages messages;
    private final List<Address> participants;
    private final List<ArticleId> articles = List.of(new ArticleId("foobar"), new ArticleId("net.bitwrk/gorays/0"));
    private final Recent<PlaceBid> bids = new Recent<>(REMEMBERED);
    private final Recent<CancelBid> cancels = new Recent<>(REMEMBERED);
    private final Recent<StoreDeposit> deposits = new Recent<>(REMEMBERED);
    private final Recent<String> bidIds = new Recent<>(REMEMBERED);
    private final Recent<String> transactionIds = new Recent<>(REMEMBERED);

    Workload(RandomGenerator random, Supplier<Nonce> nonces, Model model, Participants participants) {
        this.random = random;
        this.nonces = nonces;
        this.model = model;
        this.messages = new Messages(random, participants);
        this.participants = participants.addresses();
    }

    /** True {@code percent} times in a hundred. */
    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    int below(int limit) {
        return random.nextInt(limit);
    }

    /** Signed documents of the past are too old to be sent again. */
    void forgetSent() {
        bids.clear();
        cancels.clear();
        deposits.clear();
    }

    List<PlaceBid> bids() {
        return batch(bids, this::bid);
    }

    List<CancelBid> cancels() {
        return batch(cancels, this::cancel);
    }

    List<StoreDeposit> deposits() {
        return batch(deposits, this::deposit);
    }

    List<SendMessage> messages() {
        List<SendMessage> batch = new ArrayList<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            batch.add(messages.to(transaction()));
        }
        return batch;
    }

    private <C> List<C> batch(Recent<C> sent, Supplier<C> fresh) {
        List<C> batch = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            C command = chance(8) ? sent.any(random).orElseGet(fresh) : fresh.get();
            sent.add(command);
            batch.add(command);
        }
        return batch;
    }

    private PlaceBid bid() {
        BidType type = pick(List.of(BidType.values()));
        ArticleId article = pick(articles);
        Address participant = pick(participants);
        Money price = price(model.ledger.account(participant.text()));
        // Now and then a nonce that something else has used up.
        Nonce nonce = chance(4) ? bids.any(random).map(PlaceBid::nonce).orElseGet(nonces) : nonces.get();
        var document = Document.bid(article.text(), type.name(), price.toString(), participant.text(), nonce.text());
        return new PlaceBid(type, article, price, participant, nonce, document, signature());
    }

    /** Mostly small ones, at which the fee's rounding counts and many bids meet. */
    private Money price(ModelAccount bidder) {
        // Whoever has nothing can trade in either currency; others mostly know better.
        Currency currency = bidder.isEmpty() || chance(25) ? any() : Currency.valueOf(bidder.currency);
        int dice = random.nextInt(100);
        if (bidder.available > HUGE && dice < 40) {
            return Money.of(bidder.available / 11 * 10, currency);
        }
        if (dice < 2) {
            return Money.of(Long.MAX_VALUE - random.nextInt(1000), currency);
        }
        if (dice < 10) {
            return Money.zero(currency);
        }
        return Money.of(dice < 80 ? random.nextInt(90, 110) : random.nextInt(1, 400), currency);
    }

    private Currency any() {
        return chance(50) ? Currency.BTC : Currency.EUR;
    }

    private CancelBid cancel() {
        List<ModelBid> open = List.copyOf(model.open);
        ModelBid bid = open.isEmpty() || chance(15) ? null : pick(open);
        String id = bid == null ? bidIds.any(random).orElse("unknown") : bid.id;
        bidIds.add(id);
        Address participant = bid == null || chance(15) ? pick(participants) : new Address(bid.wish.participant());
        Nonce nonce = chance(4) ? bids.any(random).map(PlaceBid::nonce).orElseGet(nonces) : nonces.get();
        return new CancelBid(
                new BidId(id),
                participant,
                nonce,
                Document.cancellation(participant.text(), id, nonce.text()),
                signature());
    }

    private StoreDeposit deposit() {
        Address account = pick(participants);
        ModelAccount has = model.ledger.account(account.text());
        boolean isWithdrawal = chance(40) && has.available > 0;
        long amount = isWithdrawal
                ? -(chance(60) ? has.available : random.nextLong(1, Math.max(2, has.available / 2 * 3)))
                : chance(12) ? HUGE + random.nextLong(HUGE) : random.nextLong(1, 2000);
        Currency currency = chance(80) ? Currency.valueOf(has.currency) : any();
        // An empty account may as well go on in another currency.
        currency = has.isEmpty() && chance(50) ? Currency.EUR : currency;
        DepositUid uid =
                chance(12) ? deposits.any(random).map(StoreDeposit::uid).orElseGet(this::uid) : uid();
        Nonce nonce = nonces.get();
        int type = isWithdrawal ? StoreDeposit.INJECTION : random.nextInt(2);
        Money money = Money.of(amount, currency);
        var document = Document.deposit(
                account.text(), money.toString(), nonce.text(), "ref", Integer.toString(type), uid.text());
        return new StoreDeposit(type, account, money, uid, "ref", nonce, document, signature());
    }

    private DepositUid uid() {
        return new DepositUid("uid-" + Long.toUnsignedString(random.nextLong()));
    }

    private ModelTransaction transaction() {
        List<ModelTransaction> active = List.copyOf(model.active);
        if (active.isEmpty() || chance(6)) {
            return transactionIds.any(random).map(model.transactions::get).orElse(null);
        }
        ModelTransaction chosen = pick(active);
        transactionIds.add(chosen.id);
        return chosen;
    }

    /** A moment to go to: mostly a little later, else around a time-out, or past most of them. */
    long time(long now) {
        int dice = random.nextInt(100);
        List<Long> dues = new ArrayList<>();
        model.open.forEach(bid -> dues.add(bid.due));
        model.active.forEach(transaction -> dues.add(transaction.due));
        if (dice < 60 || dues.isEmpty()) {
            return now + random.nextInt(2000);
        }
        return dice < 98 ? pick(dues) + random.nextInt(3) - 1 : now + random.nextInt(1_200_000);
    }

    List<Market> markets() {
        List<Market> markets = new ArrayList<>();
        articles.forEach(article ->
                List.of(Currency.BTC, Currency.EUR).forEach(currency -> markets.add(new Market(article, currency))));
        return markets;
    }

    /** What the boundaries take for verified. */
    private Signature signature() {
        byte[] bytes = new byte[SIGNATURE_BYTES];
        random.nextBytes(bytes);
        return Signature.parse("signature", Base64.getEncoder().encodeToString(bytes));
    }

    private <T> T pick(Collection<T> values) {
        return List.copyOf(values).get(random.nextInt(values.size()));
    }
}
