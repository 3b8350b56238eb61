package net.bitwrk.client.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.bitwrk.client.exchange.Exchange;
import net.bitwrk.client.exchange.ExchangeRefused;
import net.bitwrk.client.exchange.Relayed;
import net.bitwrk.client.local.Route.Access;
import net.bitwrk.client.local.Route.Effect;
import net.bitwrk.protocol.identity.Address;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The participant's own account at the exchange. */
public final class AccountCalls {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int OK = 200;

    private final Relay relay;
    private final Exchange exchange;
    private final Optional<Address> trusted;
    private final PageToken token;
    private final Clock clock;

    /** @param trusted whose deposit addresses are genuine */
    public AccountCalls(Relay relay, Exchange exchange, Optional<Address> trusted, PageToken token, Clock clock) {
        this.relay = relay;
        this.exchange = exchange;
        this.trusted = trusted;
        this.token = token;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/myaccount", Access.OPEN, Effect.READS, this::myAccount),
                Route.post("/requestdepositaddress", Access.GUARDED, this::requestDepositAddress));
    }

    private void myAccount(Call call) {
        Relayed answer = relay.get("/account/" + exchange.participant(), "application/json");
        if (answer.status() != OK) {
            call.answer(answer.status(), answer.contentType(), answer.body());
            return;
        }
        ListCalls.send(call, wrapped(answer));
    }

    private ObjectNode wrapped(Relayed answer) {
        try {
            JsonNode account = MAPPER.readTree(answer.body());
            DepositNotice deposit = DepositNotice.of(account.path("DepositInfo").asText());
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.set("Account", withoutMovement(account));
            json.put("Updated", clock.instant().toString());
            json.put("TrustedAccount", trusted.map(Address::text).orElse(""));
            json.put("DepositAddress", deposit.address());
            json.put("DepositAddressValid", deposit.isGenuine(exchange.participant(), trusted));
            return json;
        } catch (JsonProcessingException e) {
            throw new Refused(Refusal.UPSTREAM, "the exchange sent no account: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new Refused(Refusal.UPSTREAM, "the exchange sent no account");
        }
    }

    /** As 0.7 has it: in this call alone the last movement is always null (vectors/README.md). */
    private static JsonNode withoutMovement(JsonNode account) {
        if (account instanceof ObjectNode fields && fields.has("LastMovementKey")) {
            fields.putNull("LastMovementKey");
        }
        return account;
    }

    private void requestDepositAddress(Call call) {
        token.check(call, call.form());
        try {
            exchange.requestDepositAddress();
        } catch (ExchangeRefused e) {
            throw new Refused(Refusal.UPSTREAM, e.getMessage());
        } catch (IOException e) {
            throw new Refused(Refusal.UPSTREAM, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Refusal.UPSTREAM, "the client is stopping");
        }
        call.answer(OK, "text/plain", "".getBytes(StandardCharsets.US_ASCII));
    }
}
