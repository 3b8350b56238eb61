package net.bitwrk.client.worker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.bitwrk.protocol.article.ArticleId;

/**
 * A worker as others see it.
 *
 * @param blockers how many sales, running or resting after a failure, keep it from being offered
 * @param lastError why the last sale failed, else empty
 */
public record WorkerView(
        String id,
        ArticleId article,
        String pushUrl,
        boolean idle,
        boolean unregistered,
        int blockers,
        String lastError) {

    /** One element of {@code /workers} (vectors/client-json-shapes.json). */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("LastError", lastError);
        ObjectNode info = json.putObject("Info");
        info.put("Id", id);
        info.put("Article", article.text());
        info.put("Method", "http-push");
        info.put("PushURL", pushUrl);
        json.put("Idle", idle);
        json.put("Unregistered", unregistered);
        json.put("Blockers", blockers);
        return json;
    }
}
