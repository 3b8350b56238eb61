package net.bitwrk.exchange.web.bid;

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
import net.bitwrk.exchange.article.Articles;
import net.bitwrk.exchange.bid.BidForm;
import net.bitwrk.exchange.bid.Bids;
import net.bitwrk.exchange.bid.CancelBid;
import net.bitwrk.exchange.bid.Cancellation;
import net.bitwrk.exchange.bid.PlaceBid;
import net.bitwrk.exchange.matching.BidIntake;
import net.bitwrk.exchange.platform.Settings;
import net.bitwrk.exchange.refusal.Check;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refused;
import net.bitwrk.exchange.web.form.Answers;
import net.bitwrk.exchange.web.form.PostedForms;
import net.bitwrk.exchange.web.waiting.Changing;
import net.bitwrk.exchange.web.waiting.Shape;
import net.bitwrk.exchange.web.waiting.Waiters;
import net.bitwrk.protocol.bid.BidView;
import net.bitwrk.protocol.id.BidId;

import java.util.Optional;

/** Bids over HTTP. */
@Path("bid")
public class BidResource {
    @Inject
    private Bids bids;

    @Inject
    private BidIntake intake;

    @Inject
    private Articles articles;

    @Inject
    private PostedForms forms;

    @Inject
    private Answers answers;

    @Inject
    private Waiters waiters;

    @Inject
    private Settings settings;

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public void place(String body, @Suspended AsyncResponse response) {
        PlaceBid command = forms.command(body, (form, nonce) -> BidForm.place(form, nonce, articles));
        answers.resume(response, intake.place(command), id -> Answers.seeBid(id.text()));
    }

    @POST
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public void cancel(@PathParam("id") String id, String body, @Suspended AsyncResponse response) {
        CancelBid command = forms.command(body, (form, nonce) -> BidForm.cancel(form, nonce, id));
        answers.resume(response, intake.cancel(command), bid -> Answers.seeBid(bid.text()));
    }

    @GET
    @Path("{id}")
    @Produces("application/json;qs=0.9")
    public void json(
            @PathParam("id") String id,
            @QueryParam("messages") boolean messages,
            @Context HttpServletRequest request,
            @Suspended AsyncResponse response) {
        Shape<BidView> shape = messages
                ? Shape.jsonWithMessages(bid -> BidAnswer.json(bid, cancellation(id)))
                : Shape.json(BidAnswer::json);
        waiters.answer(bid(id), shape, request, response);
    }

    @GET
    @Path("{id}")
    @Produces("text/html;charset=UTF-8")
    public void html(
            @PathParam("id") String id, @Context HttpServletRequest request, @Suspended AsyncResponse response) {
        Shape<BidView> shape = Shape.html(
                bid -> BidAnswer.page(known(id), bid, cancellation(id)).html(settings.playMoney()));
        waiters.answer(bid(id), shape, request, response);
    }

    private Optional<Cancellation> cancellation(String id) {
        return bids.cancellation(known(id));
    }

    /** A bid is what it was placed as, and its state: nothing else of it ever changes. */
    private Changing<BidView> bid(String id) {
        BidId bid = known(id);
        return new Changing<>(id, () -> find(bid), view -> "s" + view.state().ordinal());
    }

    private BidView find(BidId bid) {
        return bids.find(bid).orElseThrow(() -> new Refused(Reason.OBJECT_UNKNOWN, "there is no bid '" + bid + "'"));
    }

    private static BidId known(String id) {
        return Check.that(Reason.OBJECT_UNKNOWN, () -> new BidId(id));
    }
}
