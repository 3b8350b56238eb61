package net.bitwrk.client.cafs;

/**
 * How full the store is.
 *
 * @param liveBytes of what is in use, {@code diskBytes} of all packs, {@code maxBytes} what they may take
 */
public record Occupancy(int files, int chunks, long liveBytes, long diskBytes, long maxBytes) {}
