package net.bitwrk.client.trade;

import net.bitwrk.client.exchange.PublicAddress;
import net.bitwrk.client.peer.Endpoint;
import net.bitwrk.client.peer.Endpoints;
import net.bitwrk.protocol.transaction.WorkerUrl;

import java.io.IOException;

/**
 * Where buyers come to this client: there is one only with an {@code extport}.
 *
 * @param address under which they find {@code endpoints}
 */
public record Shop(Endpoints endpoints, PublicAddress address) {
    WorkerUrl urlOf(Endpoint endpoint) throws IOException, InterruptedException {
        return new WorkerUrl("http://" + address.authority(endpoints.port()) + endpoint.path());
    }
}
