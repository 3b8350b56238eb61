package net.bitwrk.demo;

import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.rays.Part;

import java.io.IOException;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Says for every tile what transaction and ledger say, and for both sides what they had and have; fails where that does not fit. */
final class Settlement {
    private static final Money ZERO = Money.zero(Currency.BTC);

    private final PrintStream out;
    private final Market market;
    private final String seller;
    private final String buyer;
    private final Books.Account sellerBefore;
    private final Books.Account buyerBefore;

    private Settlement(PrintStream out, Market market) throws IOException, InterruptedException {
        this.out = out;
        this.market = market;
        seller = Market.participant(market.seller);
        buyer = Market.participant(market.buyer);
        sellerBefore = Books.account(market.exchange, seller);
        buyerBefore = Books.account(market.exchange, buyer);
    }

    static Settlement begin(PrintStream out, Market market) throws IOException, InterruptedException {
        return new Settlement(out, market);
    }

    void end(Map<Part, String> tiles, List<Trade> trades) throws DemoFailed, IOException, InterruptedException {
        var books = Books.of(market.exchange);
        for (var tile : tiles.entrySet()) {
            report(tile.getKey(), tile.getValue(), trades, books);
        }
        DemoFailed.unless(new HashSet<>(tiles.values()).size() == tiles.size(), "two tiles are of one transaction");

        Money price = ZERO;
        Money fee = ZERO;
        List<Trade> finished = trades.stream().filter(Trade::isFinished).toList();
        for (Trade trade : finished) {
            books.paid(trade);
            price = price.plus(trade.price());
            fee = fee.plus(trade.fee());
        }
        balance("Seller", seller, sellerBefore, price);
        balance("Buyer", buyer, buyerBefore, price.plus(fee).negated());
        out.printf("%nThe exchange's fee: %s, of %d trades for %s in all%n", fee, finished.size(), price);
        books.addUp(market.exchange);
        out.printf(
                "The ledger adds up: each of its %d entries sums to zero, each account is the sum of its entries.%n",
                books.size());
    }

    private void report(Part place, String id, List<Trade> trades, Books books) throws DemoFailed {
        Trade trade = trades.stream()
                .filter(candidate -> candidate.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new DemoFailed("the buyer's client does not know transaction " + id + " any more"));
        out.printf(
                "%nTile %s: %s/tx/%s%n    %s in %.1f s, %s and a fee of %s%n",
                Purchase.at(place),
                market.exchange.address(),
                id,
                trade.phase(),
                trade.duration().toMillis() / 1e3,
                trade.price(),
                trade.fee());
        for (Books.Entry entry : books.of(trade)) {
            out.println("    " + entry);
        }
        DemoFailed.unless(trade.isFinished(), "transaction " + id + " ended in " + trade.phase());
        DemoFailed.unless(
                trade.seller().equals(seller) && trade.buyer().equals(buyer),
                "transaction " + id + " is between others: " + trade.seller() + " and " + trade.buyer());
    }

    private void balance(String who, String participant, Books.Account before, Money gain)
            throws DemoFailed, IOException, InterruptedException {
        Books.Account after = Books.account(market.exchange, participant);
        out.printf("%n%s %s%n    before: %s%n    after:  %s%n", who, participant, before, after);
        DemoFailed.unless(after.equals(before.plus(gain, ZERO)), who + "'s account has not changed by exactly " + gain);
    }
}
