package net.bitwrk.client.exchange;

/** An answer of the exchange as it is passed on to a local program. @param body not copied: whoever gets it owns it */
public record Relayed(int status, String contentType, byte[] body) {}
