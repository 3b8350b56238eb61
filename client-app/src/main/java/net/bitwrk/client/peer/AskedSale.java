package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** A sale as its endpoint asks it: each question once, and every failure with the side it is on. */
final class AskedSale {
    /** A failure that is not the buyer's. */
    static final class Failure extends IOException {
        private static final long serialVersionUID = 1L;
        private final SaleFault fault;

        Failure(SaleFault fault, IOException cause) {
            super(cause.getMessage(), cause);
            this.fault = fault;
        }

        SaleFault fault() {
            return fault;
        }
    }

    private final Sale sale;
    private final Lock asking = new ReentrantLock();
    private Optional<WorkHashes> hashes = Optional.empty();

    AskedSale(Sale sale) {
        this.sale = sale;
    }

    Owner buyer() {
        return sale.buyer();
    }

    /**
     * Waits for TRANSMITTING, and tells whether this secret is the buyer's. Others who upload meanwhile wait for the same
     * answer.
     */
    WorkHashes prove(Secret secret) throws IOException, InterruptedException {
        WorkHashes published = published();
        if (!Hash.sha256(published.work().bytes(), secret.bytes()).equals(published.workSecret())) {
            throw new PeerFault("buyersecret does not fit the worksecrethash " + published.workSecret());
        }
        return published;
    }

    private WorkHashes published() throws IOException, InterruptedException {
        asking.lockInterruptibly();
        try {
            if (hashes.isEmpty()) {
                hashes = Optional.of(sale.awaitTransmitting());
            }
            return hashes.get();
        } catch (IOException e) {
            throw new Failure(SaleFault.SELLER, e);
        } finally {
            asking.unlock();
        }
    }

    void publish(Secret secret) throws IOException, InterruptedException {
        try {
            sale.publishSecret(secret);
        } catch (IOException e) {
            throw new Failure(SaleFault.SELLER, e);
        }
    }

    InputStream work(StoredFile work) throws IOException, InterruptedException {
        try {
            return sale.work(work);
        } catch (IOException e) {
            throw new Failure(SaleFault.WORKER, e);
        }
    }

    boolean isSignedByBuyer(Hash encryptedResult, String signature) {
        return sale.isSignedByBuyer(encryptedResult, signature);
    }

    void publish(Hash encryptedResult, String signature, Secret key) throws IOException, InterruptedException {
        try {
            sale.publishResult(encryptedResult, signature, key);
        } catch (IOException e) {
            throw new Failure(SaleFault.SELLER, e);
        }
    }
}
