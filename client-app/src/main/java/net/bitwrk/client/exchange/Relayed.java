package net.bitwrk.client.exchange;

import java.util.Optional;

/**
 * An answer of the exchange as it is passed on to a local program.
 *
 * @param location of a redirect, where it is a path of the exchange
 * @param body not copied: whoever gets it owns it
 */
public record Relayed(int status, String contentType, Optional<String> location, byte[] body) {}
