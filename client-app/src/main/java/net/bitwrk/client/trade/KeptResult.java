package net.bitwrk.client.trade;

import net.bitwrk.client.peer.EncryptedResult;
import net.bitwrk.protocol.hash.Secret;
import net.bitwrk.protocol.id.TransactionId;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One result as its seller sent it, for which a receipt has been signed. Its file's name tells all the rest, because a full
 * disk may take no other file: first the activity and the transaction that will show its key, then the activity and that
 * key, which is no secret any more.
 *
 * @param path where it is
 * @param activity of which buy
 * @param transaction which shows the key; empty once that is known
 * @param key empty until it is known
 */
record KeptResult(Path path, long activity, Optional<TransactionId> transaction, Optional<Secret> key) {
    private static final Pattern AWAITED = Pattern.compile("([0-9]{1,18})-([A-Za-z0-9_-]{1,64})\\.awaited");
    private static final Pattern PAID = Pattern.compile("([0-9]{1,18})-([0-9a-f]{64})\\.encrypted");

    static KeptResult awaited(Path folder, long activity, TransactionId transaction) {
        Path path = folder.resolve(activity + "-" + transaction + ".awaited");
        return new KeptResult(path, activity, Optional.of(transaction), Optional.empty());
    }

    /** Empty if {@code path} is named otherwise. */
    static Optional<KeptResult> at(Path path) {
        String name = path.getFileName().toString();
        Matcher awaited = AWAITED.matcher(name);
        if (awaited.matches()) {
            var transaction = Optional.of(new TransactionId(awaited.group(2)));
            return Optional.of(new KeptResult(path, Long.parseLong(awaited.group(1)), transaction, Optional.empty()));
        }
        Matcher paid = PAID.matcher(name);
        if (paid.matches()) {
            var key = Optional.of(Secret.parse("key", paid.group(2)));
            return Optional.of(new KeptResult(path, Long.parseLong(paid.group(1)), Optional.empty(), key));
        }
        return Optional.empty();
    }

    /** The same, with its key, which now is in its name. */
    KeptResult with(Secret found) throws IOException {
        Path target = path.resolveSibling(activity + "-" + found.hex() + ".encrypted");
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        return new KeptResult(target, activity, Optional.empty(), Optional.of(found));
    }

    EncryptedResult content() throws IOException {
        return EncryptedResult.at(path);
    }

    /** It is not needed any more. */
    void drop() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            System.getLogger(KeptResult.class.getName()).log(Level.WARNING, "cannot delete " + path, e);
        }
    }
}
