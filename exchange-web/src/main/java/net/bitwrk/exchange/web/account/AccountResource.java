package net.bitwrk.exchange.web.account;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import net.bitwrk.exchange.account.Accounts;
import net.bitwrk.exchange.platform.Settings;
import net.bitwrk.exchange.refusal.Check;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.web.Page;
import net.bitwrk.exchange.web.Representation;
import net.bitwrk.protocol.account.AccountView;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.json.AccountJson;

/** Accounts over HTTP. Every address has one; 404 only for what is no address. */
@Path("account/{address}")
public class AccountResource {
    @Inject
    private Accounts accounts;

    @Inject
    private Settings settings;

    @GET
    @Produces("application/json;qs=0.9")
    public Response json(@PathParam("address") String address) {
        return Representation.of(AccountJson.write(view(address)).toString(), MediaType.APPLICATION_JSON);
    }

    @GET
    @Produces("text/html;charset=UTF-8")
    public Response html(@PathParam("address") String address) {
        AccountView account = view(address);
        var rows = new Page.Rows()
                .row("Participant", account.participant())
                .row("Available", account.available().toString())
                .row("Blocked", account.blocked().toString());
        account.lastMovement().ifPresent(key -> rows.row("Last movement", key.text(), "/ledger/" + key));
        String page =
                Page.titled("Account " + account.participant()).table(rows).html(settings.playMoney());
        return Representation.of(page, "text/html;charset=UTF-8");
    }

    private AccountView view(String text) {
        Address address = Check.that(Reason.OBJECT_UNKNOWN, () -> Address.parse("address", text));
        return accounts.view(address);
    }
}
