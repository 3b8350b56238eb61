package net.bitwrk.protocol.json;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Read and written again, the text has to be the same: names, order, types, null-ness and values. */
class JsonShapesVectorsTest {
    private static final JsonObject FILE = Vectors.object("json-shapes.json");
    private static final List<String> BIDS = List.of("bidInQueue", "bidPlaced", "bidMatched", "bidExpired");
    private static final List<String> ACCOUNTS = List.of("account", "accountAfterLedger", "sellerAfterLedger");
    private static final List<String> TRANSACTIONS = List.of(
            "transactionEstablishing", "transactionTransmitting", "transactionUnverified", "transactionRetired");

    @TestFactory
    Stream<DynamicTest> writesWhatItReads() {
        return Stream.of(
                        tests(BIDS, json -> BidJson.write(BidJson.read(json))),
                        tests(ACCOUNTS, json -> AccountJson.write(AccountJson.read(json))),
                        tests(TRANSACTIONS, json -> TransactionJson.write(TransactionJson.read(json))),
                        tests(List.of("deposit"), json -> DepositJson.write(DepositJson.read(json))),
                        tests(List.of("ledgerEntry"), json -> LedgerEntryJson.write(LedgerEntryJson.read(json))),
                        tests(
                                List.of("motd"),
                                json -> MotdJson.write(json.getString("Text"), json.getBoolean("Warning"))))
                .flatMap(tests -> tests);
    }

    private static Stream<DynamicTest> tests(List<String> names, UnaryOperator<JsonObject> readAndWrite) {
        return names.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> assertSame(FILE.getJsonObject(name), readAndWrite)));
    }

    private static void assertSame(JsonObject json, UnaryOperator<JsonObject> readAndWrite) {
        assertEquals(json.toString(), readAndWrite.apply(json).toString());
    }

    @TestFactory
    Stream<DynamicTest> writesTheLedger() {
        return FILE.getJsonArray("ledger").stream()
                .map(JsonValue::asJsonObject)
                .map(json -> DynamicTest.dynamicTest(
                        json.getString("Key"),
                        () -> assertSame(json, entry -> LedgerEntryJson.write(LedgerEntryJson.read(entry)))));
    }

    @TestFactory
    Stream<DynamicTest> writesTheScenariosOfTransactions() {
        return Vectors.object("transactions.json").getJsonArray("scenarios").stream()
                .map(JsonValue::asJsonObject)
                .map(scenario -> DynamicTest.dynamicTest(
                        scenario.getString("name"),
                        () -> assertSame(
                                scenario.getJsonObject("finalJson"),
                                json -> TransactionJson.write(TransactionJson.read(json)))));
    }

    @Test
    void runsEveryCase() {
        assertEquals(14, writesWhatItReads().count());
        assertEquals(9, writesTheLedger().count());
        assertEquals(18, writesTheScenariosOfTransactions().count());
    }
}
