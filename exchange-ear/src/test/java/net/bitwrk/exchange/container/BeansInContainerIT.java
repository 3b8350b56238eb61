package net.bitwrk.exchange.container;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import net.bitwrk.exchange.account.Accounts;
import net.bitwrk.exchange.article.Articles;
import net.bitwrk.exchange.bid.BidForm;
import net.bitwrk.exchange.bid.Bids;
import net.bitwrk.exchange.bid.PlaceBid;
import net.bitwrk.exchange.matching.BidIntake;
import net.bitwrk.exchange.nonce.Nonces;
import net.bitwrk.exchange.refusal.Refused;
import net.bitwrk.protocol.bid.BidState;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.document.Form;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.Nonce;
import net.bitwrk.protocol.identity.PrivateKey;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.File;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/**
 * The boundaries as the container makes them: injected, in its transactions, on its data source. One class, because each
 * one costs a start of Payara Micro.
 */
@Tag("full")
@ExtendWith(ArquillianExtension.class)
class BeansInContainerIT {
    @Inject
    private Nonces nonces;

    @Inject
    private Articles articles;

    @Inject
    private Bids bids;

    @Inject
    private BidIntake intake;

    @Inject
    private Accounts accounts;

    @Resource
    private UserTransaction transaction;

    @Deployment
    static WebArchive archive() {
        return ShrinkWrap.create(ZipImporter.class, "ROOT.war")
                .importFrom(new File(System.getProperty("exchange.war")))
                .as(WebArchive.class)
                .addPackage(BeansInContainerIT.class.getPackage());
    }

    private PlaceBid bid(PrivateKey key, String type, String price) {
        Nonce nonce = nonces.issue();
        String address = key.address().text();
        Document document = Document.bid("foobar", type, price, address, nonce.text());
        return BidForm.place(Form.parse(document.body(document.signedBy(key))), nonce, articles);
    }

    @Test
    void whatIsRolledBackHasNeverHappened() throws Exception {
        PrivateKey key = PrivateKey.generate();
        transaction.begin();
        BidId bid = bids.place(List.of(bid(key, "BUY", "mBTC 1"))).get(0).orThrow();
        transaction.rollback();

        assertEquals(0, bids.find(bid).stream().count());
        assertEquals("BTC 1", accounts.view(key.address()).available().toString());
    }

    @Test
    void theIntakeAnswersAfterTheCommitAndTheMatcherRunsByItself() throws Exception {
        BidId sell = place(bid(PrivateKey.generate(), "SELL", "mBTC 1"));
        BidId buy = place(bid(PrivateKey.generate(), "BUY", "mBTC 1"));
        for (int i = 0; i < 600 && state(buy) != BidState.MATCHED; i++) {
            Thread.sleep(100);
        }
        assertEquals(BidState.MATCHED, state(buy));
        assertEquals(BidState.MATCHED, state(sell));
    }

    private BidId place(PlaceBid command) throws Exception {
        return intake.place(command)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .orThrow();
    }

    private BidState state(BidId bid) {
        return bids.find(bid).orElseThrow().state();
    }

    @Test
    void aRefusalComesOutOfABoundaryAsItself() {
        assertThrows(Refused.class, () -> nonces.known("nonsense"));
    }
}
