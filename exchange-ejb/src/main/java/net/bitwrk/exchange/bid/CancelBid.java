package net.bitwrk.exchange.bid;

import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.Nonce;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.Signature;

import java.util.Objects;

/** The command to take a bid back. Whoever makes one has verified {@code signature} over {@code document}. */
public record CancelBid(BidId bid, Address participant, Nonce nonce, Document document, Signature signature) {
    public CancelBid {
        Objects.requireNonNull(bid, "bid");
        Objects.requireNonNull(signature, "signature");
    }
}
