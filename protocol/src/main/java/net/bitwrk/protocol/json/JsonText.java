package net.bitwrk.protocol.json;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.account.AccountView;
import net.bitwrk.protocol.bid.BidView;
import net.bitwrk.protocol.transaction.TransactionView;

import java.io.StringReader;
import java.time.DateTimeException;
import java.util.function.Function;

/**
 * The exchange's answers read from their text, for programs that use no jakarta.json themselves. Whatever is wrong with a
 * text is a {@link Malformed}.
 */
public final class JsonText {
    private JsonText() {}

    public static BidView bid(String text) {
        return read("bid", text, BidJson::read);
    }

    public static TransactionView transaction(String text) {
        return read("transaction", text, TransactionJson::read);
    }

    public static AccountView account(String text) {
        return read("account", text, AccountJson::read);
    }

    private static <T> T read(String what, String text, Function<JsonObject, T> reader) {
        try (var json = Json.createReader(new StringReader(text))) {
            return reader.apply(json.readObject());
        } catch (JsonException
                | NullPointerException
                | ClassCastException
                | ArithmeticException
                | DateTimeException
                | IndexOutOfBoundsException
                | IllegalArgumentException e) {
            if (e instanceof Malformed malformed) {
                throw malformed;
            }
            throw new Malformed(what, text, "the JSON of a " + what);
        }
    }
}
