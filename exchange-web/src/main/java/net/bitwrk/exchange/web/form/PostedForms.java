package net.bitwrk.exchange.web.form;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import net.bitwrk.exchange.nonce.Nonces;
import net.bitwrk.exchange.refusal.Check;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refused;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.document.Form;
import net.bitwrk.protocol.id.Nonce;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Reads posted forms in the order of protocol section 5: the nonce first, which a refused request uses up, too. */
@ApplicationScoped
public class PostedForms {
    private static final String NONCE = "nonce";

    private final Nonces nonces;

    protected PostedForms() {
        this(null);
    }

    @Inject
    public PostedForms(Nonces nonces) {
        this.nonces = nonces;
    }

    /** The command that {@code read} makes of the form and its nonce. @throws Refused where it is none */
    public <C> C command(String body, BiFunction<Form, Nonce, C> read) {
        Nonce nonce = nonces.known(nonceText(body));
        try {
            return read.apply(form(body), nonce);
        } catch (Refused refused) {
            if (!burn(nonce)) {
                throw new Refused(Reason.NONCE_REFUSED, Nonces.usedText(nonce));
            }
            throw refused;
        }
    }

    /** @throws Refused {@link Reason#FIELD_WRONG} where anything in it is mis-encoded */
    public static Form form(String body) {
        return Check.that(Reason.FIELD_WRONG, () -> Form.parse(body));
    }

    /** The nonce's text, whatever is wrong with the rest of the form. */
    private static String nonceText(String body) {
        List<String> values = new ArrayList<>();
        for (String pair : body.split("&")) {
            if (pair.equals(NONCE) || pair.startsWith(NONCE + "=")) {
                values.add(Check.that(Reason.NONCE_MALFORMED, () -> Form.parse(pair))
                        .fields()
                        .get(0)
                        .value());
            }
        }
        if (values.size() != 1) {
            String given = String.join("', '", values);
            throw new Refused(
                    Reason.NONCE_MALFORMED, new Malformed(NONCE, given, "exactly one, from GET /nonce").getMessage());
        }
        return values.get(0);
    }

    private boolean burn(Nonce nonce) {
        try {
            return nonces.burn(nonce);
        } catch (EJBException e) {
            // Somebody used it at the same moment: then it is found now.
            return nonces.burn(nonce);
        }
    }
}
