package net.bitwrk.client.trade;

import net.bitwrk.client.exchange.ScriptedExchange;
import net.bitwrk.client.exchange.ScriptedExchangeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** A scripted exchange, and a whole client that sells there. */
abstract class OneSeller {
    final ScriptedExchange exchange = new ScriptedExchange();

    @TempDir
    Path folder;

    ScriptedExchangeServer server;
    TestClient seller;

    @BeforeEach
    void openSeller() throws Exception {
        server = new ScriptedExchangeServer(exchange, true, 0);
        seller = TestClient.open(folder.resolve("seller"), server.url());
    }

    @AfterEach
    void closeSeller() throws IOException {
        seller.close();
        server.close();
        assertTrue(exchange.surplus().isZero(), "money was made or lost");
    }
}
