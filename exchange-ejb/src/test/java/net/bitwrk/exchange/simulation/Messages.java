package net.bitwrk.exchange.simulation;

import net.bitwrk.exchange.simulation.ContractRows.Row;
import net.bitwrk.exchange.transaction.SendMessage;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.transaction.TransactionMessage;

import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes messages to transactions: mostly what is possible now, by who may say it, with proofs that hold. */
final class Messages {
    private final RandomGenerator random;
    private final Participants participants;

    /** By the hash that promises it. */
    private final Map<String, String> secrets = new HashMap<>();

    private final Signature signature =
            Signature.parse("signature", Base64.getEncoder().encodeToString(new byte[65]));

    Messages(RandomGenerator random, Participants participants) {
        this.random = random;
        this.participants = participants;
    }

    /** A message to this transaction, or, where there is none, to one that does not exist. */
    SendMessage to(ModelTransaction transaction) {
        List<Row> possible = transaction == null ? List.of() : ContractRows.from(transaction.phase);
        Row row = pick(possible.isEmpty() || chance(20) ? ContractRows.all() : possible);
        // Few end at once, so that some get to their end.
        if (row.arguments().contains("acceptresult") && !chance(20)) {
            row = pick(possible.isEmpty() ? ContractRows.all() : possible);
        }
        String id = transaction == null ? "unknown" : transaction.id;
        Map<String, String> arguments = arguments(row, transaction);
        return new SendMessage(
                new TransactionId(id),
                sender(row, transaction),
                TransactionMessage.parse(arguments),
                Document.transactionMessage(id, arguments),
                signature);
    }

    private Address sender(Row row, ModelTransaction transaction) {
        if (transaction == null || chance(8)) {
            return pick(participants.addresses());
        }
        return new Address(row.party().equals("buyer") ? transaction.buyer() : transaction.seller());
    }

    private Map<String, String> arguments(Row row, ModelTransaction transaction) {
        return switch (row.arguments().get(0)) {
            case "workhash" -> hashes();
            case "workerurl" -> Map.of("workerurl", "http://127.0.0.1:8082/" + random.nextInt(1000));
            case "buyersecret" -> Map.of("buyersecret", secret(transaction));
            case "encresulthash" -> receipt(transaction);
            default -> Map.of(row.arguments().get(0), "on");
        };
    }

    private Map<String, String> hashes() {
        String work = hex();
        String secret = hex();
        String promise = Proofs.sha256(work + secret);
        secrets.put(promise, secret);
        return Map.of("workhash", work, "worksecrethash", promise);
    }

    private String secret(ModelTransaction transaction) {
        String promise = transaction == null ? null : transaction.published.get("worksecrethash");
        return promise == null || chance(10) ? hex() : secrets.get(promise);
    }

    private Map<String, String> receipt(ModelTransaction transaction) {
        String buyer = transaction == null || chance(10)
                ? pick(participants.addresses()).text()
                : transaction.buyer();
        return participants.receiptOf(buyer);
    }

    private String hex() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
