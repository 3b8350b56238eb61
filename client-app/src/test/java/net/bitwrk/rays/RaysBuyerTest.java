package net.bitwrk.rays;

import net.bitwrk.rays.ScriptedClient.Answer;
import net.bitwrk.rays.ScriptedClient.Seller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
final class RaysBuyerTest {
    private static final Scene SCENE = Scene.of("11 1\n1 11\n", 60);

    private final List<Part> bought = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    private Picture buy(Seller seller, Scene scene, int tiles) throws IOException, InterruptedException {
        var terms = new RaysBuyer.Terms(Optional.of("mBTC 1"), 4, 3, Duration.ofMillis(5));
        try (var client = new ScriptedClient(seller)) {
            Picture picture = new RaysBuyer(client.local(), terms, new RaysBuyer.Progress() {
                        @Override
                        public void bought(Part place, Picture tile) {
                            bought.add(place);
                        }

                        @Override
                        public void failed(Part place, String reason) {
                            failures.add(reason);
                        }
                    })
                    .buy(scene, tiles);
            assertTrue(client.calls.contains("POST /buy/net.bitwrk/gorays/0?price=mBTC+1"), client.calls.toString());
            return picture;
        }
    }

    private static Answer drawn(byte[] work) throws IOException {
        return ppm(Tracer.draw(Scene.parse(work)));
    }

    private static Answer ppm(Picture picture) throws IOException {
        var file = new ByteArrayOutputStream();
        picture.writePpm(file);
        return new Answer(200, file.toByteArray());
    }

    @Test
    void assemblesTheTiles() throws IOException, InterruptedException {
        assertEquals(Tracer.draw(SCENE), buy((article, work) -> drawn(work), SCENE, 16));
        assertEquals(16, bought.size());
    }

    @Test
    void buysAgainWhatFailed() throws IOException, InterruptedException {
        var trades = new AtomicInteger();
        Set<Part> tried = ConcurrentHashMap.newKeySet();
        // Once for each tile, in whatever order they come: a tile that failed three times would end all.
        Seller unreliable = (article, work) -> !tried.add(Scene.parse(work).part())
                ? drawn(work)
                : switch (trades.getAndIncrement()) {
                    case 0 -> Answer.of(502, "the seller has hung up");
                    case 1 -> Answer.of(200, "no picture");
                    case 2 -> ppm(Picture.of(30, 31));
                    default -> Answer.of(200, "P6 1 1 255 " + "x".repeat(4_000_000));
                };
        assertEquals(Tracer.draw(SCENE), buy(unreliable, SCENE, 4));
        assertEquals(4, failures.size(), failures.toString());
        assertTrue(failures.contains("502 the seller has hung up"), failures.toString());
        assertTrue(failures.contains("asked for 30 by 30 pixels, got a picture of 30 by 31"), failures.toString());
        assertEquals(4, bought.size());
    }

    @Test
    void endsAfterAsManyAttemptsAsAllowed() {
        Seller never = (article, work) -> Answer.of(502, "the seller has hung up");
        var failure = assertThrows(IOException.class, () -> buy(never, SCENE, 1));
        assertEquals("502 the seller has hung up", failure.getMessage());
        assertEquals(3, failures.size());
    }

    @Test
    void endsSoonWhereNobodySells() {
        Seller nobody = (article, work) -> Answer.of(504, "nobody sold in time");
        var failure = assertThrows(IOException.class, () -> buy(nobody, SCENE, 1));
        assertEquals("nobody sells net.bitwrk/gorays/0 at mBTC 1: offer more, or buy later", failure.getMessage());
        assertEquals(2, failures.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 402, 403, 404})
    void doesNotRepeatWhatCannotGetBetter(int status) {
        Seller refusing = (article, work) -> Answer.of(status, "no");
        var failure = assertThrows(IOException.class, () -> buy(refusing, SCENE, 4));
        assertEquals(status + " no", failure.getMessage());
        // Said once, and not for each tile.
        assertEquals(List.of(), failures);
    }

    @Test
    void hangsUpOnTheOthersWhenOneTileCannotBeHad() throws InterruptedException {
        var done = new CountDownLatch(1);
        Seller slowOrPoor = (article, work) -> {
            if (Scene.parse(work).part().x0() == 0) {
                return Answer.of(402, "no money");
            }
            Thread.sleep(300_000);
            return drawn(work);
        };
        new Thread(() -> {
                    assertThrows(IOException.class, () -> buy(slowOrPoor, SCENE, 4));
                    done.countDown();
                })
                .start();
        assertTrue(done.await(60, TimeUnit.SECONDS), "still waiting for a tile of no use");
    }

    @Test
    void takesItsPartOutOfTheUsualPicture() throws IOException, InterruptedException {
        var pixels = new byte[3_000_000];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 3 * 31);
        }
        var usual = new ByteArrayOutputStream();
        usual.writeBytes("P6 1000 1000 255 ".getBytes(StandardCharsets.US_ASCII));
        usual.writeBytes(pixels);
        Seller old = (article, work) -> new Answer(200, usual.toByteArray());

        assertEquals(Picture.of(1000, 1000, pixels), buy(old, Scene.of("1", 1000), 4));
        assertThrows(IOException.class, () -> buy(old, Scene.of("1", 500), 4));
    }
}
