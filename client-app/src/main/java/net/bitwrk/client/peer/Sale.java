package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;

import java.io.IOException;
import java.io.InputStream;

/**
 * What a seller's {@link Endpoint} asks of the transaction it serves; {@code trade} implements it. The methods are called
 * in the order in which they stand here, each at most once a sale, by the thread that serves the buyer's request, and
 * may block; closing the endpoint interrupts that thread. An {@link IOException} ends the sale, its message is what the
 * buyer is told.
 */
public interface Sale {
    /** Whose the work is: one owner a buyer, so that no buyer can probe what another one has sent (assurance P7). */
    Owner buyer();

    /** Waits for phase TRANSMITTING; what the buyer has published by then. */
    WorkHashes awaitTransmitting() throws IOException, InterruptedException;

    /** Publishes {@code buyersecret}; the work and the secret have been checked against {@link WorkHashes}. */
    void publishSecret(Secret secret) throws IOException, InterruptedException;

    /**
     * Hands the work to the worker; the result as it comes. Closing it, even before its end, hangs up on the worker.
     * {@link SaleFault#WORKER} is what an {@link IOException} of this method or of the stream means.
     */
    InputStream work(StoredFile work) throws IOException, InterruptedException;

    /** Whether {@code signature} is the buyer's over the hex text of {@code encryptedResult}; quick, publishes nothing. */
    boolean isSignedByBuyer(Hash encryptedResult, String signature);

    /**
     * Publishes {@code encresulthash}, {@code encresulthashsig}, {@code encresultkey}. Called as soon as the buyer has
     * its answer, because a 0.7 buyer that sees UNVERIFIED before hangs up (protocol section 9, step 5).
     */
    void publishResult(Hash encryptedResult, String signature, Secret key) throws IOException, InterruptedException;

    /** The sale is over without a result; instead of any further call. The endpoint answers 404 from now on. */
    void failed(SaleFault fault, String reason);
}
