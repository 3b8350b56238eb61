package net.bitwrk.exchange.system;

import jakarta.json.JsonValue;
import net.bitwrk.protocol.account.AccountView;
import net.bitwrk.protocol.json.AccountJson;
import net.bitwrk.protocol.json.LedgerEntryJson;
import net.bitwrk.protocol.ledger.LedgerEntryType;
import net.bitwrk.protocol.ledger.LedgerEntryView;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whether the ledger of an exchange adds up, as anybody can see it over HTTP. All of it is in BTC. */
final class LedgerCheck {
    private static final int PAGE = 1000;
    private static final int MOST_TRIES = 200;

    private final Exchange exchange;

    LedgerCheck(Exchange exchange) {
        this.exchange = exchange;
    }

    /** @return the entries, after having checked that they sum to zero, and that every account is their sum */
    Collection<LedgerEntryView> run() {
        for (int i = 0; i < MOST_TRIES; i++) {
            Map<String, LedgerEntryView> entries = all();
            Map<String, AccountView> accounts = new HashMap<>();
            entries.values().forEach(entry -> accounts.computeIfAbsent(entry.availableAccount(), this::account));
            if (accounts.values().stream().allMatch(account -> isKnown(account, entries))) {
                check(entries.values(), accounts);
                return entries.values();
            }
        }
        throw new AssertionError("the ledger does not come to rest: something was entered during each look at it");
    }

    private AccountView account(String address) {
        return AccountJson.read(
                exchange.getJson("/account/" + address).expect(200).json().asJsonObject());
    }

    /** Bids and transactions go on ending while one looks: such an account is younger than the entries. */
    private static boolean isKnown(AccountView account, Map<String, LedgerEntryView> entries) {
        return entries.containsKey(account.lastMovement().orElseThrow().text());
    }

    private static void check(Collection<LedgerEntryView> entries, Map<String, AccountView> accounts) {
        Map<String, Long> available = new HashMap<>();
        Map<String, Long> blocked = new HashMap<>();
        Map<String, LedgerEntryView> settled = new HashMap<>();
        for (LedgerEntryView entry : entries) {
            long fromOutside = entry.fee().plus(entry.world()).amount();
            assertEquals(
                    0, entry.availableDelta().amount() + entry.blockedDelta().amount() + fromOutside, entry::toString);
            available.merge(entry.availableAccount(), entry.availableDelta().amount(), Math::addExact);
            blocked.merge(entry.blockedAccount(), entry.blockedDelta().amount(), Math::addExact);
            if (entry.type() == LedgerEntryType.TRANSACTION_FINISH
                    || entry.type() == LedgerEntryType.TRANSACTION_REIMBURSE) {
                assertNull(
                        settled.put(entry.transaction().orElseThrow().text(), entry), () -> "settled twice: " + entry);
            }
        }
        accounts.forEach((address, account) -> {
            assertEquals(available.get(address), account.available().amount(), () -> "available of " + address);
            assertEquals(blocked.getOrDefault(address, 0L), account.blocked().amount(), () -> "blocked of " + address);
            assertTrue(!account.available().isNegative() && !account.blocked().isNegative(), account::toString);
        });
    }

    /** Page by page; the last moment of a page is asked for again, so nothing is lost between two. */
    private Map<String, LedgerEntryView> all() {
        Map<String, LedgerEntryView> entries = new LinkedHashMap<>();
        Instant begin = Instant.EPOCH;
        while (true) {
            List<LedgerEntryView> page = exchange
                    .getJson("/query/ledger?begin=" + begin + "&limit=" + PAGE)
                    .expect(200)
                    .json()
                    .asJsonArray()
                    .stream()
                    .map(JsonValue::asJsonObject)
                    .map(LedgerEntryJson::read)
                    .toList();
            page.forEach(entry -> entries.put(entry.key().text(), entry));
            if (page.size() < PAGE) {
                return entries;
            }
            Instant last = page.get(PAGE - 1).timestamp();
            assertTrue(last.isAfter(begin), "more entries of one moment than a page holds");
            begin = last;
        }
    }
}
