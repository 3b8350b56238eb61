package net.bitwrk.client.trade;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.money.Money;

import java.util.Optional;

/**
 * A buy or a sell as others see it (protocol section 11).
 *
 * @param accepted whether it was published or matched locally; true for sells that can only be local
 * @param amount the price: the bid's, after the match the transaction's
 * @param info why it failed, or that it may be paid and its result comes later, or came later; else empty
 * @param phase the transaction's, else the bid's state, else {@code LOCAL (#KEY)} of its match, else empty
 * @param result the key of the result in the store, once there is one
 */
public record ActivityView(
        long key,
        BidType type,
        ArticleId article,
        boolean alive,
        boolean accepted,
        Money amount,
        String bidId,
        String txId,
        String info,
        String phase,
        long bytesTotal,
        long bytesToTransfer,
        long bytesTransferred,
        Optional<Hash> result) {

    /** One element of {@code /activities} (vectors/client-json-shapes.json). */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("Key", key);
        ObjectNode node = json.putObject("Info");
        node.put("Type", type.name());
        node.put("Article", article.text());
        node.put("Alive", alive);
        node.put("Accepted", accepted);
        node.put("Amount", amount.toString());
        node.put("BidId", bidId);
        node.put("TxId", txId);
        node.put("Info", info);
        node.put("Phase", phase);
        node.put("BytesTotal", bytesTotal);
        node.put("BytesToTransfer", bytesToTransfer);
        node.put("BytesTransferred", bytesTransferred);
        return json;
    }
}
