package net.bitwrk.client.sync;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a wish list, at most 32 bits ahead of the chunks, and flushes whatever it has before it waits for them. */
public final class WishlistWriter {
    private static final int BITS = 8;

    private WishlistWriter() {}

    public static void write(Wishlist list, Window window, OutputStream out) throws IOException, InterruptedException {
        int octet = 0;
        for (int bit = 0; bit < list.length(); bit++) {
            if (!window.isOpenFor(bit)) {
                out.flush();
                window.await(bit);
            }
            octet = octet << 1 | (list.isWanted(bit) ? 1 : 0);
            if (bit % BITS == BITS - 1) {
                out.write(octet);
                octet = 0;
            }
        }
        int over = list.length() % BITS;
        if (over > 0) {
            out.write(octet << BITS - over);
        }
        out.flush();
    }
}
