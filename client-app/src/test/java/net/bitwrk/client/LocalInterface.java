package net.bitwrk.client;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** A running client with a worker for {@code foobar}, and no exchange in sight. */
abstract class LocalInterface {
    static final String PERMIT = "action=permit&type=BUY&articleid=snafu&price=mBTC+2&tradesleft=3&validminutes=20";

    static ClientFixture client;
    static EchoWorker echo;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        client = ClientFixture.start(folder);
        echo = client.echo("foobar");
    }

    @AfterAll
    static void stop() {
        echo.close();
        client.close();
    }

    static String mandateKey() throws IOException {
        return client.get("/mandates").text().replaceFirst("(?s).*\"Key\":([0-9]+).*", "$1");
    }
}
