package net.bitwrk.exchange.article;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import net.bitwrk.exchange.platform.Settings;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refusal;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.article.ArticleId;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Knows which articles are traded here: those of the operator's list, or, without one, those of protocol section 8. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class Articles {
    private static final List<ArticlePattern> STANDARD = patterns("fnord", "snafu", "foobar", "net.bitwrk/gorays/0");

    private final Settings settings;

    protected Articles() {
        this(null);
    }

    @Inject
    public Articles(Settings settings) {
        // Kept as it comes: Payara makes its proxies with this constructor and nothing in it.
        this.settings = settings;
    }

    private static List<ArticlePattern> patterns(String... texts) {
        return Stream.of(texts).map(ArticlePattern::new).toList();
    }

    /** Why this article cannot be traded here. */
    public Optional<Refusal> refusal(ArticleId article) {
        if (isTraded(article.text())) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                Reason.ARTICLE_UNKNOWN, "article '" + Malformed.shown(article.text()) + "' is not traded here"));
    }

    private boolean isTraded(String id) {
        if (settings.articles().isEmpty()) {
            return STANDARD.stream().anyMatch(pattern -> pattern.test(id)) || ArticlePattern.isBlender(id);
        }
        return settings.articles().stream().map(ArticlePattern::new).anyMatch(pattern -> pattern.test(id));
    }
}
