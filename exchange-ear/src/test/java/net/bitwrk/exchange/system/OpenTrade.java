package net.bitwrk.exchange.system;

/** A transaction in which nothing has been said yet. */
record OpenTrade(Participant buyer, Participant seller, String transaction) {
    static OpenTrade of(Exchange exchange) {
        Participant buyer = Participant.of(exchange);
        Participant seller = Participant.of(exchange);
        seller.place("SELL", "foobar", "mBTC 1");
        return new OpenTrade(buyer, seller, Trade.match(exchange, buyer.place("BUY", "foobar", "mBTC 1")));
    }
}
