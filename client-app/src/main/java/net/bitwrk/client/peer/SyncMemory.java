package net.bitwrk.client.peer;

import net.bitwrk.client.sync.Meter;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the sync infos of all strangers together take of the memory: each is read before the secret that proves its sender to
 * be the buyer. Who wants more than there is makes one give up: of the source that has the most, whoever came first. So a
 * flood from one place harms itself alone, and none holds the memory against others for long. Thread-safe.
 */
final class SyncMemory {
    static final String TOO_MUCH = "too much sync info at once, try again";

    private final long total;
    /** In the order in which they came. */
    private final List<Share> shares = new ArrayList<>();

    private long used;

    /** @param total in bytes; at least what one sync info can take, or the largest would never be read */
    SyncMemory(long total) {
        this.total = total;
    }

    /** What one stranger takes, until it proves to be none, or leaves. */
    final class Share implements Meter, Closeable {
        private final Source source;
        private final Runnable giveUp;
        private long bytes;
        private boolean isRevoked;
        private boolean isOver;

        private Share(Source source, Runnable giveUp) {
            this.source = source;
            this.giveUp = giveUp;
        }

        /** Waits where another one has to go first. */
        @Override
        public void take(int more) throws IOException {
            SyncMemory.this.take(this, more);
        }

        @Override
        public void close() {
            giveBack(this);
        }
    }

    /** @param giveUp has its holder end soon, and close it; must not block */
    synchronized Share share(Source source, Runnable giveUp) {
        var share = new Share(source, giveUp);
        shares.add(share);
        return share;
    }

    private synchronized void take(Share share, int more) throws IOException {
        if (share.isOver) {
            return;
        }
        while (used + more > total) {
            revokeFor(more);
            refuseIfRevoked(share);
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
        refuseIfRevoked(share);
        used += more;
        share.bytes += more;
    }

    private static void refuseIfRevoked(Share share) throws PeerFault {
        if (share.isRevoked) {
            throw new PeerFault(TOO_MUCH);
        }
    }

    /** Those that go already may be enough. @throws PeerFault if all are not */
    private void revokeFor(int more) throws PeerFault {
        long going = shares.stream()
                .filter(share -> share.isRevoked)
                .mapToLong(share -> share.bytes)
                .sum();
        while (used - going + more > total) {
            Optional<Share> next = next();
            if (next.isEmpty()) {
                throw new PeerFault(TOO_MUCH);
            }
            next.get().isRevoked = true;
            going += next.get().bytes;
            next.get().giveUp.run();
        }
    }

    private Optional<Share> next() {
        Map<Source, Long> bySource = new HashMap<>();
        shares.stream()
                .filter(share -> !share.isRevoked)
                .forEach(share -> bySource.merge(share.source, share.bytes, Long::sum));
        Optional<Source> most =
                bySource.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
        return most.flatMap(source -> shares.stream()
                .filter(share -> !share.isRevoked && share.source.equals(source) && share.bytes > 0)
                .findFirst());
    }

    private synchronized void giveBack(Share share) {
        used -= share.bytes;
        share.bytes = 0;
        share.isOver = true;
        shares.remove(share);
        notifyAll();
    }
}
