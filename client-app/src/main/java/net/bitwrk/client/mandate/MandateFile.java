package net.bitwrk.client.mandate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.money.Money;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The file of the mandates: always whole, the old one or the new one, also after a power cut. */
final class MandateFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    MandateFile(Path file) {
        this.file = file;
    }

    record Content(long lastKey, List<Mandate> mandates) {}

    Content read() throws IOException {
        var mandates = new ArrayList<Mandate>();
        if (!Files.exists(file)) {
            return new Content(0, mandates);
        }
        JsonNode root = JSON.readTree(file.toFile());
        for (JsonNode element : root.path("Mandates")) {
            mandates.add(mandate(element));
        }
        return new Content(root.path("LastKey").asLong(), mandates);
    }

    private static Mandate mandate(JsonNode element) {
        JsonNode info = element.path("Info");
        Money price = Money.parse("Price", info.path("Price").asText());
        return new Mandate(
                element.path("Key").asLong(),
                BidType.values()[info.path("Type").asInt()],
                new ArticleId(info.path("Article").asText()),
                price,
                info.path("UseTradesLeft").asBoolean(),
                info.path("TradesLeft").asInt(),
                info.path("UseUntil").asBoolean(),
                Instant.parse(info.path("Until").asText()),
                info.has("MaxTotal")
                        ? Optional.of(
                                Money.parse("MaxTotal", info.path("MaxTotal").asText()))
                        : Optional.empty(),
                info.has("Committed")
                        ? Money.parse("Committed", info.path("Committed").asText())
                        : Money.zero(price.currency()));
    }

    void write(long lastKey, Collection<Mandate> mandates) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("LastKey", lastKey);
        var array = root.putArray("Mandates");
        mandates.forEach(mandate -> array.add(mandate.json()));
        Path next = file.resolveSibling(file.getFileName() + ".new");
        // No channel: an interrupt, which is how activities are cancelled, would close it.
        try (var out = new FileOutputStream(next.toFile())) {
            out.write(JSON.writeValueAsBytes(root));
            out.getFD().sync();
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
