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

/** Knows which articles are traded here: those of the operator's list, or, without one, those of protocol section 8. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class Articles {
    private static final List<String> STANDARD = List.of("fnord", "snafu", "foobar", "net.bitwrk/gorays/0");

    private final List<ArticlePattern> patterns;
    private final boolean standard;

    protected Articles() {
        this(Settings.defaults());
    }

    @Inject
    public Articles(Settings settings) {
        this.standard = settings.articles().isEmpty();
        this.patterns = (standard ? STANDARD : settings.articles())
                .stream().map(ArticlePattern::new).toList();
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
        return patterns.stream().anyMatch(pattern -> pattern.test(id)) || standard && ArticlePattern.isBlender(id);
    }
}
