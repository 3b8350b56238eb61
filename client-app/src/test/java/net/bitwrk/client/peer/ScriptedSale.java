package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A sale without an exchange: says what it was asked, gives the result it was told. */
final class ScriptedSale implements Sale {
    static final Owner BUYER = Owner.buyer("the buyer");

    final List<String> asked = new CopyOnWriteArrayList<>();
    final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    final CountDownLatch published = new CountDownLatch(1);
    volatile CountDownLatch transmitting = new CountDownLatch(0);
    volatile CountDownLatch publishing = new CountDownLatch(0);
    volatile IOException workerFailure;
    private final WorkHashes hashes;
    private final byte[] result;
    private final String signature;
    private final Store store;
    volatile byte[] work = new byte[0];

    ScriptedSale(WorkHashes hashes, byte[] result, String signature, Store store) {
        this.hashes = hashes;
        this.result = result;
        this.signature = signature;
        this.store = store;
    }

    @Override
    public Owner buyer() {
        return BUYER;
    }

    @Override
    public WorkHashes awaitTransmitting() throws InterruptedException {
        transmitting.await();
        asked.add("awaitTransmitting");
        return hashes;
    }

    @Override
    public void publishSecret(Secret secret) {
        asked.add("publishSecret " + secret.hex());
    }

    @Override
    public InputStream work(StoredFile file) throws IOException {
        asked.add("work " + file.key());
        try (InputStream in = store.open(file.owner(), file.key())) {
            work = in.readAllBytes();
        }
        if (workerFailure != null) {
            throw workerFailure;
        }
        return new ByteArrayInputStream(result);
    }

    @Override
    public boolean isSignedByBuyer(Hash encryptedResult, String given) {
        return given.equals(signature);
    }

    @Override
    public void publishResult(Hash encryptedResult, String given, Secret key) throws InterruptedException {
        publishing.await();
        asked.add("publishResult " + encryptedResult + " " + given + " " + key.hex());
        published.countDown();
    }

    @Override
    public void failed(SaleFault fault, String reason) {
        ends.add(fault + ": " + reason);
    }

    String end() throws InterruptedException {
        String end = ends.poll(50, TimeUnit.SECONDS);
        return end == null ? "no end" : end;
    }
}
