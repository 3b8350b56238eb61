package net.bitwrk.exchange.bid;

import net.bitwrk.exchange.article.Articles;
import net.bitwrk.exchange.refusal.Check;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refused;
import net.bitwrk.exchange.refusal.SignedForm;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.document.Form;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.Nonce;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.money.Money;

/** Makes commands of the forms that are posted to {@code /bid} and {@code /bid/ID}, in the order of section 5. */
public final class BidForm {
    private BidForm() {}

    /** @throws Refused for everything that needs no look into the database */
    public static PlaceBid place(Form form, Nonce nonce, Articles articles) {
        var fields = new SignedForm(form);
        String article = fields.field("article");
        String type = fields.field("type");
        String price = fields.field("price");
        String address = fields.field("address");
        fields.field("signature");
        BidType side = Check.that(Reason.VALUE_MALFORMED, () -> BidType.parse("type", type));
        Money money = Check.that(Reason.VALUE_MALFORMED, () -> price(price));
        Address participant = fields.address("address");
        ArticleId articleId = Check.that(Reason.VALUE_MALFORMED, () -> new ArticleId(article));
        articles.refusal(articleId).ifPresent(refusal -> {
            throw new Refused(refusal);
        });
        Document document = Document.bid(article, type, price, address, nonce.text());
        Signature signature = fields.signature(participant, document);
        return new PlaceBid(side, articleId, money, participant, nonce, document, signature);
    }

    private static Money price(String text) {
        Money price = Money.parse("price", text);
        if (price.isNegative()) {
            throw new Malformed("price", text, "a price that is not negative");
        }
        return price;
    }

    /**
     * @param bid the id as it stands in the path; whether it can be one is looked at last
     * @throws Refused for everything that needs no look into the database
     */
    public static CancelBid cancel(Form form, Nonce nonce, String bid) {
        var fields = new SignedForm(form);
        String action = fields.field("action");
        String address = fields.field("address");
        fields.field("signature");
        if (!action.equals("cancel")) {
            throw new Refused(Reason.VALUE_MALFORMED, new Malformed("action", action, "'cancel'").getMessage());
        }
        Address participant = fields.address("address");
        Document document = Document.cancellation(address, bid, nonce.text());
        Signature signature = fields.signature(participant, document);
        BidId id = Check.that(Reason.OBJECT_UNKNOWN, () -> new BidId(bid));
        return new CancelBid(id, participant, nonce, document, signature);
    }
}
