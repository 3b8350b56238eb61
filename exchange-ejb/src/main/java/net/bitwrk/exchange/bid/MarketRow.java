package net.bitwrk.exchange.bid;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import java.io.Serializable;

/** The row whose lock lets one node at a time change the bids of a market. */
@Entity
@Table(name = "market")
@IdClass(MarketRow.Key.class)
class MarketRow {
    @Id
    @Column(name = "article")
    private String article;

    @Id
    @Column(name = "currency")
    private String currency;

    @Column(name = "revision")
    private long revision;

    protected MarketRow() {}

    MarketRow(Market market) {
        this.article = market.article().text();
        this.currency = market.currency().name();
    }

    long revision() {
        return revision;
    }

    /** The order book has changed: other nodes' copies are out of date. */
    void moveOn() {
        revision++;
    }

    /** The primary key, in the form that JPA asks for. */
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        private String article;
        private String currency;

        protected Key() {}

        Key(Market market) {
            this.article = market.article().text();
            this.currency = market.currency().name();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && article.equals(that.article) && currency.equals(that.currency);
        }

        @Override
        public int hashCode() {
            return 31 * article.hashCode() + currency.hashCode();
        }
    }
}
