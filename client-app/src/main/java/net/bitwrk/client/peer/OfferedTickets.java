package net.bitwrk.client.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.eclipse.jetty.http.HttpFields;

import java.util.ArrayList;
import java.util.List;

/** The header in which a seller names its tickets (protocol section 9, assistive downloads). */
final class OfferedTickets {
    private static final String HEADER = "X-AssistiveDownloadTicket";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of a header that 0.7 fills with some 200. */
    private static final int MAX_LENGTH = 4096;

    private OfferedTickets() {}

    /** Those that lead to the seller itself: it must not send others anywhere else. None, if the header is none. */
    static List<String> of(HttpFields header, String workerUrl) {
        var tickets = new ArrayList<String>();
        String json = header.get(HEADER);
        if (json == null || json.length() > MAX_LENGTH) {
            return tickets;
        }
        try {
            for (JsonNode ticket : JSON.readTree(json)) {
                String url = ticket.asText();
                if (url.startsWith(workerUrl + "/assist/") && Assistance.isTicket(url)) {
                    tickets.add(url);
                }
            }
        } catch (JsonProcessingException e) {
            // A help, not asked for: without it all works as well.
            tickets.clear();
        }
        return tickets;
    }
}
