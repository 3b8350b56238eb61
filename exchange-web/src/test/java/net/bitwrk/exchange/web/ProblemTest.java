package net.bitwrk.exchange.web;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

final class ProblemTest {
    @ParameterizedTest
    @CsvSource({
        "application/problem+json, true",
        "'text/html, application/problem+json', true",
        "'Application/Problem+JSON ; q=0.5', true",
        "application/problem+json;q=0, false",
        "'application/problem+json; q=0.000, */*', false",
        "application/problem+json5, false",
        "application/json;profile=application/problem+json, false",
        "*/*, false",
        "application/*, false",
        "';;,,', false",
        "'', false",
    })
    void isTakenByNameAndNotAtQualityNone(String accept, boolean taken) {
        assertEquals(taken, Problem.isAccepted(List.of(accept)));
        assertEquals(taken, Problem.isAccepted(List.of("text/plain", accept)));
    }
}
