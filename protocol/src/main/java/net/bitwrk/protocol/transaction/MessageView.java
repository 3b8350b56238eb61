package net.bitwrk.protocol.transaction;

import java.time.Instant;

/**
 * An accepted message as the exchange keeps it (addition: shown with {@code ?messages=true}).
 *
 * @param revision the transaction's, after this message
 * @param sender the address that signed {@code document}
 */
public record MessageView(
        int revision, Instant received, String sender, String document, String signature, Phase before, Phase after) {}
