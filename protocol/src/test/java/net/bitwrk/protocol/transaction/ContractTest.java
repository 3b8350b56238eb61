package net.bitwrk.protocol.transaction;

import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ContractTest {
    @Test
    void readsAsTheGoldenTable() throws IOException {
        var table = new StringBuilder(String.format("%-18s %-17s", "phase", "granted"));
        for (MessageKind kind : MessageKind.values()) {
            table.append(String.format(" %-18s", kind));
        }
        for (Phase phase : Phase.values()) {
            String end = phase.retires() ? "retires" : "";
            table.append(String.format(
                    "%n%-18s %-17s", phase, phase.grantedTime() + " " + end + (phase.pays() ? " pays" : "")));
            for (MessageKind kind : MessageKind.values()) {
                table.append(String.format(
                        " %-18s", Contract.next(phase, kind).map(Phase::name).orElse("-")));
            }
        }
        String rendered = table.toString().lines().map(String::stripTrailing).reduce("", (a, b) -> a + b + "\n");
        assertEquals(Files.readString(Vectors.testData().resolve("golden/contract.txt")), rendered);
    }
}
