package net.bitwrk.exchange.bid;

import java.time.Instant;

/** That an owner took a bid back: the signed document, {@code signature} in base64. */
public record Cancellation(Instant received, String document, String signature) {}
