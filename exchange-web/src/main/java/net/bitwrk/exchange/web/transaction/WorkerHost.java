package net.bitwrk.exchange.web.transaction;

import net.bitwrk.exchange.platform.AddressRange;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refused;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.transaction.WorkerUrl;

import java.net.InetAddress;

/** Protocol section 7: the host of a worker URL is the address that the message came from, so no name. */
final class WorkerHost {
    private WorkerHost() {}

    /** @throws Refused where it is another one */
    static void check(WorkerUrl url, InetAddress sender) {
        boolean same = AddressRange.literal(url.host()).filter(sender::equals).isPresent();
        if (!same) {
            String wanted = "a URL whose host is the address this came from, " + sender.getHostAddress();
            throw new Refused(Reason.VALUE_MALFORMED, new Malformed("workerurl", url.text(), wanted).getMessage());
        }
    }
}
