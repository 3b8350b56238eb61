package net.bitwrk.exchange.web.deposit;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import net.bitwrk.exchange.deposit.DepositForm;
import net.bitwrk.exchange.deposit.DepositIntake;
import net.bitwrk.exchange.deposit.Deposits;
import net.bitwrk.exchange.deposit.StoreDeposit;
import net.bitwrk.exchange.platform.Settings;
import net.bitwrk.exchange.refusal.Check;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refused;
import net.bitwrk.exchange.web.Page;
import net.bitwrk.exchange.web.Representation;
import net.bitwrk.exchange.web.form.Answers;
import net.bitwrk.exchange.web.form.PostedForms;
import net.bitwrk.protocol.deposit.DepositView;
import net.bitwrk.protocol.id.DepositUid;
import net.bitwrk.protocol.json.DepositJson;

/** Deposits over HTTP. */
@Path("deposit")
public class DepositResource {
    @Inject
    private Deposits deposits;

    @Inject
    private DepositIntake intake;

    @Inject
    private PostedForms forms;

    @Inject
    private Answers answers;

    @Inject
    private Settings settings;

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public void store(String body, @Suspended AsyncResponse response) {
        StoreDeposit command = forms.command(body, (form, nonce) -> DepositForm.store(form, nonce, settings));
        answers.resume(response, intake.store(command), uid -> Answers.seeOther("/deposit/" + uid));
    }

    @GET
    @Path("{uid}")
    @Produces("application/json;qs=0.9")
    public Response json(@PathParam("uid") String uid) {
        return Representation.of(DepositJson.write(find(uid)).toString(), MediaType.APPLICATION_JSON);
    }

    @GET
    @Path("{uid}")
    @Produces("text/html;charset=UTF-8")
    public Response html(@PathParam("uid") String uid) {
        DepositView deposit = find(uid);
        var rows = new Page.Rows()
                .row("Uid", uid)
                .row("Type", deposit.type() == StoreDeposit.BITCOIN ? "Bitcoin" : "injection")
                .row("Amount", deposit.amount().toString())
                .row("Account", deposit.account(), "/account/" + deposit.account())
                .row("Reference", deposit.reference())
                .row("Created", deposit.created().toString())
                .row("Document", deposit.document())
                .row("Signature", deposit.signature());
        String page = Page.titled("Deposit " + uid).table(rows).html(settings.playMoney());
        return Representation.of(page, "text/html;charset=UTF-8");
    }

    private DepositView find(String text) {
        DepositUid uid = Check.that(Reason.OBJECT_UNKNOWN, () -> new DepositUid(text));
        return deposits.find(uid)
                .orElseThrow(() -> new Refused(Reason.OBJECT_UNKNOWN, "there is no deposit '" + uid + "'"));
    }
}
