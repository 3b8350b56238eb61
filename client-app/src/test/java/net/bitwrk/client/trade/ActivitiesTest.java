package net.bitwrk.client.trade;

import net.bitwrk.client.MutableClock;
import net.bitwrk.client.cafs.Chunk;
import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.hash.Hash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class ActivitiesTest {
    private static final Duration KEEP = Duration.ofHours(24);
    private static final ArticleId FOOBAR = new ArticleId("foobar");
    private static final Hash WORK = Hash.sha256(new byte[] {1});
    private static final StoredFile RESULT = new StoredFile(Owner.OWN, WORK, 1, List.of(new Chunk(WORK, 1)));

    private final MutableClock clock = new MutableClock();
    private Optional<StoredFile> inStore = Optional.of(RESULT);

    @TempDir
    private Path folder;

    private Activities activities;

    @BeforeEach
    void open() throws IOException {
        activities = new Activities(folder.resolve("activities.jsonl"), clock, KEEP, key -> inStore, Set.of());
    }

    @AfterEach
    void close() throws IOException {
        activities.close();
    }

    private void reopen() throws IOException {
        close();
        open();
    }

    @Test
    void knowsAKeyForAsLongAsItsResultIsKeptHoweverManyEndMeanwhile() throws Exception {
        Activity first = begin("k1");
        first.succeeded(RESULT);
        for (int i = 0; i < 150; i++) {
            begin("other" + i).succeeded(RESULT);
        }
        assertEquals(100, activities.all().size(), "shown are the last 100");
        assertSame(first, activities.of("k1").orElseThrow());
        assertSame(first, activities.find(first.key()).orElseThrow());
        reopen();
        assertEquals(RESULT, activities.of("k1").orElseThrow().await());
        clock.move(KEEP);
        assertTrue(activities.of("k1").isPresent());
        clock.move(Duration.ofMillis(1));
        activities.all();
        assertTrue(activities.of("k1").isEmpty());
        reopen();
        assertTrue(activities.of("k1").isEmpty());
    }

    @Test
    void aLivingBuyIsKnownByItsKeyHoweverOldItIs() {
        Activity old = begin("old");
        begin("younger").succeeded(RESULT);
        clock.move(KEEP.plusHours(1));
        activities.all();
        assertSame(old, activities.of("old").orElseThrow());
        assertTrue(activities.of("younger").isEmpty());
    }

    @Test
    void givesTheResultOfAnEarlierRunWhileItIsInTheStore() throws Exception {
        begin("k1").succeeded(RESULT);
        begin("k2").failed(new TradeFailed(TradeFailed.Reason.SELLER, "it broke"));
        reopen();
        Activity bought = activities.of("k1").orElseThrow();
        assertEquals(RESULT, bought.await());
        assertEquals(new IdempotencyKey("k1", WORK), bought.idempotencyKey().orElseThrow());
        assertEquals(
                "it broke",
                assertThrows(TradeFailed.class, activities.of("k2").orElseThrow()::await)
                        .getMessage());
        inStore = Optional.empty();
        reopen();
        assertEquals(
                "its result is not in the store any more",
                assertThrows(TradeFailed.class, activities.of("k1").orElseThrow()::await)
                        .getMessage());
    }

    @Test
    void whatFailsAfterTheEndTakesNoResultBack() throws Exception {
        Activity activity = begin("k1");
        activity.succeeded(RESULT);
        activity.failed(new TradeFailed(TradeFailed.Reason.EXCHANGE, "the mandate cannot be written"));
        assertEquals(RESULT, activity.await());
        assertEquals("", activity.view().info());
    }

    private Activity begin(String key) {
        return activities.begin(BidType.BUY, FOOBAR, Optional.of(new IdempotencyKey(key, WORK)));
    }
}
