package net.bitwrk.client.peer;

import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.function.Consumer;

/** Sends a result, encrypted, while it comes from the worker; short ones in one piece with their length. */
final class ResultSender {
    private static final int BUFFER = 64 << 10;
    private static final String TYPE = "application/octet-stream";

    private final ResultCipher cipher;
    private final Consumer<Hash> whenHashed;
    private final MessageDigest digest = Hash.newDigest();

    /** @param whenHashed is told the hash of the encrypted result before its end is sent: the receipt may come at once */
    ResultSender(Secret key, Consumer<Hash> whenHashed) {
        this.cipher = new ResultCipher(key);
        this.whenHashed = whenHashed;
    }

    void send(InputStream result, Visit visit) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int length = fill(result, buffer);
        if (length < BUFFER) {
            whenHashed.accept(Hash.of(digest));
            try (OutputStream out = visit.answer(TYPE, length)) {
                out.write(buffer, 0, length);
            }
            return;
        }
        // Not closed on failure: the buyer must see that the end is missing.
        OutputStream out = visit.answer(TYPE);
        for (; length > 0; length = fill(result, buffer)) {
            out.write(buffer, 0, length);
        }
        whenHashed.accept(Hash.of(digest));
        out.close();
    }

    private int fill(InputStream result, byte[] buffer) throws IOException {
        int length;
        try {
            length = result.readNBytes(buffer, 0, buffer.length);
        } catch (IOException e) {
            throw new AskedSale.Failure(SaleFault.WORKER, e);
        }
        cipher.apply(buffer, 0, length);
        digest.update(buffer, 0, length);
        return length;
    }
}
