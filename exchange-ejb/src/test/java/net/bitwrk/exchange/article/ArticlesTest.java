package net.bitwrk.exchange.article;

import net.bitwrk.exchange.platform.Settings;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.protocol.article.ArticleId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ArticlesTest {
    private final Articles articles = new Articles(Settings.defaults());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fnord",
                "snafu~trusted",
                "foobar",
                "net.bitwrk/gorays/0",
                "net.bitwrk/blender/0/2.69/512M",
                "net.bitwrk/blender/0/2.93/2G",
                "net.bitwrk/blender/0/4.0/32G~trusted"
            })
    void tradesWhatSection8Lists(String id) {
        assertTrue(articles.refusal(new ArticleId(id)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fnor",
                "fnord/x",
                "net.bitwrk/blender/0/2.68/512M",
                "net.bitwrk/blender/0/2.069/512M",
                "net.bitwrk/blender/0/2.93/1G",
                "net.bitwrk/blender/1/2.93/2G",
                "fnord~trusted~trusted"
            })
    void tradesNothingElse(String id) {
        assertEquals(
                Reason.ARTICLE_UNKNOWN,
                articles.refusal(new ArticleId(id)).orElseThrow().reason());
    }

    @Test
    void aStarStandsForOnePartOfAName() {
        var pattern = new ArticlePattern("net.example/*/0");

        assertTrue(pattern.test("net.example/thing/0"));
        assertTrue(pattern.test("net.example/thing/0~trusted"));
        assertFalse(pattern.test("net.example/a/b/0"));
        assertFalse(pattern.test("netXexample/thing/0"));
    }
}
