package net.bitwrk.exchange.web;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import net.bitwrk.exchange.platform.Settings;

/** {@code GET /}: what this is and where to look. */
@Path("/")
public class HomeResource {
    @Inject
    private Settings settings;

    @GET
    @Produces("text/html;charset=UTF-8")
    public String home() {
        var page = Page.titled("A stock exchange for small computing tasks")
                .paragraph("Programs buy and sell units of computing work here, through the BitWrk client.");
        settings.startingCapital()
                .ifPresent(capital -> page.paragraph("A new account starts with " + capital + " of play money."));
        return page.paragraph("The fee of a trade is " + feePercent() + " % of its price, paid by the buyer.")
                .link("Articles and their prices", "/articles")
                .link("Everything that was signed", "/query/documents")
                .html(settings.playMoney());
    }

    private String feePercent() {
        return java.math.BigDecimal.valueOf(settings.fee().millionths(), 4)
                .stripTrailingZeros()
                .toPlainString();
    }
}
