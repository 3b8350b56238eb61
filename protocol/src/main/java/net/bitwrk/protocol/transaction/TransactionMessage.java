package net.bitwrk.protocol.transaction;

import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;
import net.bitwrk.protocol.identity.Signature;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a party says to a transaction, well-formed but not yet judged (protocol section 7). */
public sealed interface TransactionMessage {
    MessageKind kind();

    /** The values of {@link MessageKind#arguments()}, as they are signed. */
    Map<String, String> arguments();

    /** The buyer fixes its work: {@code workSecretHash} is SHA-256(workhash bytes, secret bytes). */
    record WorkHashes(Hash workHash, Hash workSecretHash) implements TransactionMessage {
        @Override
        public MessageKind kind() {
            return MessageKind.WORK_HASHES;
        }

        @Override
        public Map<String, String> arguments() {
            return values(kind(), workHash.toString(), workSecretHash.toString());
        }

        /** Whether {@code secret} is the one that was promised. */
        public boolean fits(Secret secret) {
            return Hash.sha256(workHash.bytes(), secret.bytes()).equals(workSecretHash);
        }
    }

    /** The seller tells where it takes the work. */
    record SellerUrl(WorkerUrl url) implements TransactionMessage {
        @Override
        public MessageKind kind() {
            return MessageKind.WORKER_URL;
        }

        @Override
        public Map<String, String> arguments() {
            return values(kind(), url.text());
        }
    }

    /** The seller proves that it has the work. */
    record BuyerSecret(Secret secret) implements TransactionMessage {
        @Override
        public MessageKind kind() {
            return MessageKind.BUYER_SECRET;
        }

        @Override
        public Map<String, String> arguments() {
            return values(kind(), secret.hex());
        }
    }

    /** The seller hands over the key in exchange for the buyer's receipt. */
    record EncryptedResult(Receipt receipt, Secret key) implements TransactionMessage {
        @Override
        public MessageKind kind() {
            return MessageKind.ENCRYPTED_RESULT;
        }

        @Override
        public Map<String, String> arguments() {
            return values(kind(), receipt.hash().toString(), receipt.signature().toString(), key.hex());
        }
    }

    /** A message that says nothing but {@code on}: {@code rejectwork}, {@code acceptresult}, {@code rejectresult}. */
    record Verdict(MessageKind kind) implements TransactionMessage {
        public Verdict {
            boolean isVerdict = kind == MessageKind.REJECT_WORK
                    || kind == MessageKind.ACCEPT_RESULT
                    || kind == MessageKind.REJECT_RESULT;
            if (!isVerdict) {
                throw new IllegalArgumentException(kind + " is no verdict");
            }
        }

        @Override
        public Map<String, String> arguments() {
            return values(kind, ON);
        }
    }

    /** The value of a verdict's only argument. */
    String ON = "on";

    private static Map<String, String> values(MessageKind kind, String... values) {
        var arguments = new LinkedHashMap<String, String>();
        for (int i = 0; i < values.length; i++) {
            arguments.put(kind.arguments().get(i), values[i]);
        }
        return arguments;
    }

    /** @throws Malformed if these are not exactly the arguments of one message, or a value is not as it has to be */
    static TransactionMessage parse(Map<String, String> arguments) {
        MessageKind kind = kindOf(arguments.keySet());
        return switch (kind) {
            case WORK_HASHES ->
                new WorkHashes(
                        Hash.parse("workhash", arguments.get("workhash")),
                        Hash.parse("worksecrethash", arguments.get("worksecrethash")));
            case WORKER_URL -> new SellerUrl(new WorkerUrl(arguments.get("workerurl")));
            case BUYER_SECRET -> new BuyerSecret(Secret.parse("buyersecret", arguments.get("buyersecret")));
            case ENCRYPTED_RESULT ->
                new EncryptedResult(
                        new Receipt(
                                Hash.parse("encresulthash", arguments.get("encresulthash")),
                                Signature.parse("encresulthashsig", arguments.get("encresulthashsig"))),
                        Secret.parse("encresultkey", arguments.get("encresultkey")));
            case REJECT_WORK, ACCEPT_RESULT, REJECT_RESULT -> verdict(kind, arguments);
        };
    }

    private static MessageKind kindOf(Set<String> names) {
        return Arrays.stream(MessageKind.values())
                .filter(kind -> names.equals(Set.copyOf(kind.arguments())))
                .findFirst()
                .orElseThrow(() -> new Malformed(
                        "arguments",
                        names.stream().sorted().collect(Collectors.joining(", ")),
                        "exactly those of one message: "
                                + Arrays.stream(MessageKind.values())
                                        .map(kind -> String.join(", ", kind.arguments()))
                                        .collect(Collectors.joining("; "))));
    }

    private static Verdict verdict(MessageKind kind, Map<String, String> arguments) {
        String name = kind.arguments().get(0);
        if (!arguments.get(name).equals(ON)) {
            throw new Malformed(name, arguments.get(name), "'on'");
        }
        return new Verdict(kind);
    }
}
