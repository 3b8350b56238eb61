package net.bitwrk.protocol.json;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.transaction.MessageView;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.transaction.Receipt;
import net.bitwrk.protocol.transaction.TransactionView;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code GET /tx/ID}. */
public final class TransactionJson {
    private static final String RECEIPT = "EncryptedResultReceipt";

    private TransactionJson() {}

    public static JsonObject write(TransactionView transaction) {
        return builder(transaction).build();
    }

    /** Addition: with {@code Messages}, every accepted message in the order of revisions. */
    public static JsonObject write(TransactionView transaction, List<MessageView> messages) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (MessageView message : messages) {
            array.add(Json.createObjectBuilder()
                    .add("Revision", message.revision())
                    .add("Received", message.received().toString())
                    .add("Sender", message.sender())
                    .add("Document", message.document())
                    .add("Signature", message.signature())
                    .add("PhaseBefore", message.before().name())
                    .add("PhaseAfter", message.after().name()));
        }
        return builder(transaction).add("Messages", array).build();
    }

    private static JsonObjectBuilder builder(TransactionView transaction) {
        var json = Json.createObjectBuilder()
                .add("Revision", transaction.revision())
                .add("BuyerBid", transaction.buyerBid().text())
                .add("SellerBid", transaction.sellerBid().text())
                .add("Buyer", transaction.buyer())
                .add("Seller", transaction.seller())
                .add("Article", transaction.article())
                .add("Price", transaction.price().toString())
                .add("Fee", transaction.fee().toString())
                .add("Matched", transaction.matched().toString())
                .add("State", transaction.retired() ? 1 : 0)
                .add("Phase", transaction.phase().name())
                .add("Timeout", transaction.timeout().toString());
        Nullable.add(json, "WorkerURL", transaction.workerUrl());
        Nullable.add(json, "WorkHash", transaction.workHash());
        Nullable.add(json, "WorkSecretHash", transaction.workSecretHash());
        Nullable.add(json, "BuyerSecret", transaction.buyerSecret().map(Secret::hex));
        transaction
                .receipt()
                .ifPresentOrElse(receipt -> json.add(RECEIPT, receiptJson(receipt)), () -> json.addNull(RECEIPT));
        Nullable.add(json, "ResultDecryptionKey", transaction.resultKey().map(Secret::hex));
        return json;
    }

    private static JsonObjectBuilder receiptJson(Receipt receipt) {
        return Json.createObjectBuilder()
                .add("Hash", receipt.hash().toString())
                .add("HashSignature", receipt.signature().toString());
    }

    /** @throws RuntimeException of jakarta.json or {@code Malformed} if it is no transaction */
    public static TransactionView read(JsonObject json) {
        return new TransactionView(
                json.getInt("Revision"),
                new BidId(json.getString("BuyerBid")),
                new BidId(json.getString("SellerBid")),
                json.getString("Buyer"),
                json.getString("Seller"),
                json.getString("Article"),
                Money.parse("Price", json.getString("Price")),
                Money.parse("Fee", json.getString("Fee")),
                Instant.parse(json.getString("Matched")),
                json.getInt("State") != 0,
                Phase.valueOf(json.getString("Phase")),
                Instant.parse(json.getString("Timeout")),
                Nullable.text(json, "WorkerURL"),
                hash(json, "WorkHash"),
                hash(json, "WorkSecretHash"),
                secret(json, "BuyerSecret"),
                receipt(json),
                secret(json, "ResultDecryptionKey"));
    }

    private static Optional<Hash> hash(JsonObject json, String name) {
        return Nullable.text(json, name).map(text -> Hash.parse(name, text));
    }

    private static Optional<Secret> secret(JsonObject json, String name) {
        return Nullable.text(json, name).map(text -> Secret.parse(name, text));
    }

    private static Optional<Receipt> receipt(JsonObject json) {
        if (json.isNull(RECEIPT)) {
            return Optional.empty();
        }
        JsonObject receipt = json.getJsonObject(RECEIPT);
        return Optional.of(new Receipt(
                Hash.parse("Hash", receipt.getString("Hash")),
                Signature.parse("HashSignature", receipt.getString("HashSignature"))));
    }
}
