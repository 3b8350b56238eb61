package net.bitwrk.client.trade;

import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.io.IOException;
import java.util.Optional;

/** Two whole clients and a scripted exchange. */
abstract class TwoClients extends OneSeller {
    static final Optional<Money> PRICE = Optional.of(TestClient.PRICE);

    TestClient buyer;

    @BeforeEach
    void openBuyer() throws IOException {
        buyer = TestClient.open(folder.resolve("buyer"), server.url());
    }

    @AfterEach
    void closeBuyer() throws IOException {
        buyer.close();
    }

    /** A recorded activity, and ours with the same key, article and size: all else has to be equal. */
    static String recorded(String situation) {
        return Vectors.object("client-json-shapes.json")
                .getJsonObject("activities")
                .getJsonArray(situation)
                .getJsonObject(0)
                .toString();
    }

    static String json(ActivityView view, long key, String article, long bytes) {
        var same = new ActivityView(
                key,
                view.type(),
                new ArticleId(article),
                view.alive(),
                view.accepted(),
                view.amount(),
                view.bidId(),
                view.txId(),
                view.info(),
                view.phase(),
                bytes,
                view.bytesToTransfer(),
                view.bytesTransferred(),
                view.result());
        return same.json().toString();
    }
}
