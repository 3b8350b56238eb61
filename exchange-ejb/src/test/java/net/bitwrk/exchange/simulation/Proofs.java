package net.bitwrk.exchange.simulation;

import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.identity.SignatureVerifier;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** The checks of protocol section 7 on a message's values. */
final class Proofs {
    private static final SignatureVerifier SIGNATURES = SignatureVerifier.plain();

    private Proofs() {}

    static boolean isWellFormed(Map<String, String> message) {
        return ContractRows.party(message).isPresent()
                && message.entrySet().stream()
                        .allMatch(argument -> isWellFormed(argument.getKey(), argument.getValue()));
    }

    private static boolean isWellFormed(String name, String value) {
        return switch (name) {
            case "workerurl" -> value.matches("https?://[^/@]+(/.*)?") && value.length() <= 255;
            case "rejectwork", "acceptresult", "rejectresult" -> value.equals("on");
            case "encresulthashsig" -> value.length() == 88;
            default -> value.matches("[0-9a-f]{64}");
        };
    }

    /** Whether a secret fits what was promised, and a receipt is the buyer's. */
    static boolean hold(Map<String, String> message, ModelTransaction transaction) {
        if (message.containsKey("buyersecret") && transaction.published.containsKey("worksecrethash")) {
            String joined = transaction.published.get("workhash") + message.get("buyersecret");
            return sha256(joined).equals(transaction.published.get("worksecrethash"));
        }
        return !message.containsKey("encresulthashsig")
                || isSigned(transaction.buyer(), message.get("encresulthash"), message.get("encresulthashsig"));
    }

    private static boolean isSigned(String address, String text, String signature) {
        try {
            return SIGNATURES.verify(new Address(address), text, Signature.parse("signature", signature));
        } catch (Malformed e) {
            return false;
        }
    }

    /** Of bytes in hex, in hex. */
    static String sha256(String hex) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(HexFormat.of().parseHex(hex));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
