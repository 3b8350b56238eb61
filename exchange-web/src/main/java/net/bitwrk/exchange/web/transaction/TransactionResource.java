package net.bitwrk.exchange.web.transaction;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import net.bitwrk.exchange.platform.Settings;
import net.bitwrk.exchange.refusal.Check;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refused;
import net.bitwrk.exchange.transaction.MessageForm;
import net.bitwrk.exchange.transaction.MessageIntake;
import net.bitwrk.exchange.transaction.SendMessage;
import net.bitwrk.exchange.transaction.Transactions;
import net.bitwrk.exchange.web.ClientAddress;
import net.bitwrk.exchange.web.form.Answers;
import net.bitwrk.exchange.web.form.PostedForms;
import net.bitwrk.exchange.web.waiting.Changing;
import net.bitwrk.exchange.web.waiting.Shape;
import net.bitwrk.exchange.web.waiting.Waiters;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.json.TransactionJson;
import net.bitwrk.protocol.transaction.MessageView;
import net.bitwrk.protocol.transaction.TransactionView;
import net.bitwrk.protocol.transaction.WorkerUrl;

import java.util.List;

/** Transactions over HTTP. */
@Path("tx/{id}")
public class TransactionResource {
    @Inject
    private Transactions transactions;

    @Inject
    private MessageIntake intake;

    @Inject
    private Answers answers;

    @Inject
    private ClientAddress clientAddress;

    @Inject
    private Waiters waiters;

    @Inject
    private Settings settings;

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public void send(
            @PathParam("id") String id,
            String body,
            @Context HttpServletRequest request,
            @Suspended AsyncResponse response) {
        SendMessage command = MessageForm.send(PostedForms.form(body), id, url -> checkHost(url, request));
        answers.resume(response, intake.send(command), tx -> Answers.seeOther("/tx/" + tx));
    }

    private void checkHost(WorkerUrl url, HttpServletRequest request) {
        if (settings.checkWorkerHost()) {
            WorkerHost.check(url, clientAddress.of(request));
        }
    }

    @GET
    @Produces("application/json;qs=0.9")
    public void json(
            @PathParam("id") String id,
            @QueryParam("messages") boolean messages,
            @Context HttpServletRequest request,
            @Suspended AsyncResponse response) {
        Shape<TransactionView> shape = messages
                ? Shape.jsonWithMessages(
                        tx -> TransactionJson.write(tx, messages(id)).toString())
                : Shape.json(tx -> TransactionJson.write(tx).toString());
        waiters.answer(transaction(id), shape, request, response);
    }

    @GET
    @Produces("text/html;charset=UTF-8")
    public void html(
            @PathParam("id") String id, @Context HttpServletRequest request, @Suspended AsyncResponse response) {
        Shape<TransactionView> shape =
                Shape.html(tx -> TransactionPage.of(known(id), tx, messages(id)).html(settings.playMoney()));
        waiters.answer(transaction(id), shape, request, response);
    }

    private List<MessageView> messages(String id) {
        return transactions.messages(known(id));
    }

    /** Nothing of a transaction changes without its revision. */
    private Changing<TransactionView> transaction(String id) {
        TransactionId transaction = known(id);
        return new Changing<>(id, () -> find(transaction), view -> "r" + view.revision());
    }

    private TransactionView find(TransactionId id) {
        return transactions
                .find(id)
                .orElseThrow(() -> new Refused(Reason.OBJECT_UNKNOWN, "there is no transaction '" + id + "'"));
    }

    private static TransactionId known(String id) {
        return Check.that(Reason.OBJECT_UNKNOWN, () -> new TransactionId(id));
    }
}
