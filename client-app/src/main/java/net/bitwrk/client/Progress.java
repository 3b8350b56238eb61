package net.bitwrk.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Locale;

/** One line on the terminal that says what is going on, with a bar where the end is known. */
final class Progress implements AutoCloseable {
    private static final int BAR = 30;
    private static final int MIB = 1 << 20;

    private final PrintWriter out;
    private String shown = "";

    Progress(PrintWriter out) {
        this.out = out;
    }

    /** Watches {@code stream} being read; says {@code afterwards} at its end. */
    InputStream reading(String what, long size, InputStream stream, String afterwards) {
        return new FilterInputStream(stream) {
            private long count;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int read = super.read(target, offset, length);
                count += Math.max(read, 0);
                say(read < 0 ? afterwards : bar(what, count, size));
                return read;
            }
        };
    }

    private static String bar(String what, long count, long size) {
        double part = size <= 0 ? 1 : Math.min(1, (double) count / size);
        int full = (int) (part * BAR);
        return String.format(
                Locale.ROOT,
                "%-9s [%s%s] %3d %% of %.1f MiB",
                what,
                "#".repeat(full),
                ".".repeat(BAR - full),
                (int) (part * 100),
                (double) size / MIB);
    }

    /** Replaces what the line said. */
    synchronized void say(String text) {
        if (!text.equals(shown)) {
            out.print("\r" + text + " ".repeat(Math.max(0, shown.length() - text.length())));
            out.flush();
            shown = text;
        }
    }

    /** Ends the line. */
    @Override
    public synchronized void close() {
        if (!shown.isEmpty()) {
            out.println();
            out.flush();
        }
    }
}
