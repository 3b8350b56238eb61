package net.bitwrk.client.peer;

import net.bitwrk.client.MutableClock;
import net.bitwrk.client.cafs.FileWriter;
import net.bitwrk.client.cafs.Limits;
import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.protocol.hash.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Worker URLs with https (protocol section 7, addition): the name is proved, the address is the one that was checked. */
@Tag("N1")
@Timeout(120)
final class SecureSellerTest {
    private static final byte[] WORK = Wire.ascii("the work");
    private static final Secret SECRET = Secret.of(new byte[32]);
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx";

    @TempDir
    static Path keys;

    @TempDir
    Path directory;

    private static SelfMadeCertificate certificate;
    private Store store;
    private ScriptedSeller seller;
    private Sellers sellers;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = SelfMadeCertificate.make(keys, "dns:seller.example,ip:127.0.0.1");
    }

    @BeforeEach
    void open() throws Exception {
        store = Store.open(directory.resolve("store"), new Limits(64 << 20, 32 << 20), new MutableClock());
        seller = new ScriptedSeller(certificate.sellers().getServerSocketFactory());
    }

    @AfterEach
    void close() throws IOException {
        seller.close();
        sellers.close();
        store.close();
    }

    private Sellers trusting(SSLContext trusted) throws IOException {
        sellers = new Sellers(
                store,
                directory.resolve("spool"),
                () -> PeerAddresses.of(InetAddress.getLoopbackAddress(), List.of()),
                new SecureRandom(),
                new MutableClock(),
                PeerLimits.USUAL,
                trusted);
        return sellers;
    }

    /** No resolver knows the name: only the checked address leads there. */
    private SellerConnection connect(String name, SSLContext trusted) throws IOException {
        var checked = new InetSocketAddress(InetAddress.getLoopbackAddress(), seller.port());
        return trusting(trusted).connect("https://" + name + ":" + seller.port() + "/w", checked);
    }

    private StoredFile work() throws IOException {
        try (FileWriter writer = store.put(Owner.OWN)) {
            writer.write(WORK);
            return writer.finish();
        }
    }

    @Test
    void saysThatTheSellerHasHungUp() throws Exception {
        Future<?> script = seller.next(line -> {
            line.hear();
            line.socket().close();
        });
        try (SellerConnection connection = connect("seller.example", certificate.buyers())) {
            StoredFile work = work();
            var failure = assertThrows(IOException.class, () -> connection.send(work, SECRET));
            assertEquals("the seller has hung up", failure.getMessage());
            script.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void asksTheCheckedAddressForTheNameOfTheUrl() throws Exception {
        var names = new CompletableFuture<Object>();
        Future<?> script = seller.next(line -> {
            assertTrue(line.hear().hasLine("Host: seller.example:" + seller.port()), line.head());
            var session = (ExtendedSSLSession) ((SSLSocket) line.socket()).getSession();
            names.complete(session.getRequestedServerNames());
            line.say(ANSWER);
        });
        try (SellerConnection connection = connect("seller.example", certificate.buyers())) {
            connection.send(work(), SECRET).close();
            script.get(30, TimeUnit.SECONDS);
            assertEquals(List.of(new SNIHostName("seller.example")), names.get());
        }
    }

    @Test
    void takesAnAddressForANameWhereTheCertificateHasIt() throws Exception {
        Future<?> script = seller.next(line -> {
            line.hear();
            line.say(ANSWER);
        });
        String url = "https://127.0.0.1:" + seller.port() + "/w";
        try (SellerConnection connection = trusting(certificate.buyers()).connect(url)) {
            connection.send(work(), SECRET).close();
            script.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void refusesACertificateOfAnotherName() throws Exception {
        assertRefused(connect("other.example", certificate.buyers()));
    }

    @Test
    void refusesACertificateThatNobodyKnows() throws Exception {
        assertRefused(connect("seller.example", SSLContext.getDefault()));
    }

    private void assertRefused(SellerConnection connection) throws Exception {
        Future<?> heard = seller.next(line -> line.say(ANSWER));
        try (connection) {
            StoredFile work = work();
            assertThrows(IOException.class, () -> connection.send(work, SECRET).close());
        }
        assertThrows(TimeoutException.class, () -> heard.get(200, TimeUnit.MILLISECONDS), "something was sent");
    }
}
