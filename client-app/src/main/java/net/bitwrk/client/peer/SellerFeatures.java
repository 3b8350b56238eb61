package net.bitwrk.client.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.sync.LegacyChunks;

import java.io.IOException;

/** What a seller answers to {@code OPTIONS}, and the way work travels because of it (protocol section 9, steps 1, 2). */
record SellerFeatures(boolean chunking, boolean gzip, boolean syncInfo) {
    /** The ways work can travel. */
    enum Way {
        LINEAR,
        SYNC_INFO,
        LEGACY
    }

    /** In the spelling of 0.7; whoever says chunking says gzip, because the 0.7 buyer crashes on chunks without it. */
    static final String OURS = "{\"Adler32Chunking\": true, \"GZIPCompression\": true, \"SyncInfo\": true}";

    static final SellerFeatures NONE = new SellerFeatures(false, false, false);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is missing or not true is taken for false; so is everything, if it is no JSON. */
    static SellerFeatures parse(byte[] json) throws IOException {
        try {
            JsonNode root = JSON.readTree(json);
            return new SellerFeatures(
                    isTrue(root, "Adler32Chunking"), isTrue(root, "GZIPCompression"), isTrue(root, "SyncInfo"));
        } catch (JsonProcessingException e) {
            return NONE;
        }
    }

    private static boolean isTrue(JsonNode root, String name) {
        return root.path(name).isBoolean() && root.path(name).booleanValue();
    }

    /** @throws PeerFault if no way is left: as a whole the work is too much */
    Way wayFor(StoredFile work) throws PeerFault {
        if (work.isChunked() && chunking && gzip) {
            if (syncInfo) {
                return Way.SYNC_INFO;
            }
            if (LegacyChunks.fits(work.chunks())) {
                return Way.LEGACY;
            }
        }
        if (work.size() >= PeerLimits.TOO_MUCH_LINEAR) {
            throw new PeerFault(
                    "the work has " + work.size() + " bytes and the seller takes no chunks of it, less than "
                            + PeerLimits.TOO_MUCH_LINEAR + " can be sent at once");
        }
        return Way.LINEAR;
    }
}
