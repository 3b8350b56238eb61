package net.bitwrk.client.exchange;

import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.transaction.TransactionMessage.WorkHashes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.io.IOException;
import java.time.Duration;

/** Tests of the calls to an exchange, each with one of its own. */
abstract class AtScriptedExchange {
    static final ArticleId FOOBAR = new ArticleId("foobar");
    static final Money PRICE = Money.parse("price", "mBTC 1");
    static final Duration LIMIT = Duration.ofSeconds(50);
    static final WorkHashes HASHES = new WorkHashes(Hash.sha256(), Hash.sha256());

    final ScriptedExchange book = new ScriptedExchange();

    ScriptedExchangeServer server;
    Exchange exchange;

    @BeforeEach
    void open() throws Exception {
        open(true);
    }

    /** @param waits whether it honours {@code Prefer: wait} */
    void open(boolean waits) throws Exception {
        server = new ScriptedExchangeServer(book, waits, 0);
        exchange = new Exchange(server.url(), PrivateKey.generate(), "BitWrk/test");
    }

    @AfterEach
    void close() throws IOException {
        exchange.close();
        server.close();
    }

    /** A transaction whose buyer and seller are the same. */
    TransactionId match() throws IOException, InterruptedException {
        exchange.placeBid(BidType.SELL, FOOBAR, PRICE);
        BidId bid = exchange.placeBid(BidType.BUY, FOOBAR, PRICE);
        return exchange.bid(bid).transaction().orElseThrow();
    }
}
