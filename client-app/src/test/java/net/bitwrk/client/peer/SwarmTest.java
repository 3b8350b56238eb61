package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.Chunk;
import net.bitwrk.protocol.hash.Hash;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** To whom a buyer passes tickets on (protocol section 9, assistive downloads). */
final class SwarmTest {
    private static final List<Chunk> WORK = work("work");
    private static final String URL = "http://192.0.2.1:8082/0123";

    private final Swarm swarm = new Swarm();
    private final List<String> passed = new ArrayList<>();

    private static List<Chunk> work(String name) {
        return IntStream.range(0, 10)
                .mapToObj(
                        i -> new Chunk(Hash.sha256((name + i).getBytes(java.nio.charset.StandardCharsets.US_ASCII)), 1))
                .toList();
    }

    private Swarm.Member join(String seller, List<Chunk> work) {
        return swarm.join(seller, work, ticket -> passed.add(ticket + " to " + seller));
    }

    @Test
    void aTicketGoesToAnotherSellerOfSimilarWork() {
        Swarm.Member one = join("one", WORK);
        join("two", WORK);
        one.has(List.of("a", "b"));
        assertEquals(List.of("a to two"), passed);
        join("three", WORK);
        assertEquals(List.of("a to two", "b to three"), passed);
        assertEquals(List.of(), swarm.tickets());
    }

    @Test
    void neverToItsMakerNorForOtherWorkNorWhereNothingIsMissing() {
        Swarm.Member one = join("one", WORK);
        join("one", WORK);
        join("two", work("other"));
        join("three", WORK).isComplete();
        join("four", WORK).leave();
        one.has(List.of("a"));
        assertEquals(List.of(), passed);
        assertEquals(List.of("a"), swarm.tickets());
    }

    @Test
    void oneFromAnySellerToAnyOtherAtATime() {
        Swarm.Member one = join("one", WORK);
        Swarm.Member two = join("two", WORK);
        one.has(List.of("a", "b", "c"));
        join("two", WORK);
        assertEquals(List.of("a to two"), passed);
        two.isComplete();
        join("two", WORK);
        assertEquals(List.of("a to two", "b to two"), passed);
    }

    @Test
    void ticketsOfWhoeverHasLeftAreNotPassedOn() {
        Swarm.Member one = join("one", WORK);
        one.has(List.of("a"));
        one.leave();
        join("two", WORK);
        assertEquals(List.of(), passed);
        assertEquals(List.of(), swarm.tickets());
    }

    @Tag("N5")
    @Test
    void ofManyTicketsFewAreKept() {
        join("one", WORK)
                .has(IntStream.range(0, 10_000).mapToObj(Integer::toString).toList());
        assertEquals(4, swarm.tickets().size());
    }

    @Tag("N5")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[\"http://192.0.2.1:8082/0123/assist/00\",\"http://192.0.2.1:8082/0123/assist/0aff\"] | 2",
                "[\"http://192.0.2.2:8082/0123/assist/00\"] | 0",
                "[\"http://192.0.2.1:8082/0123/admin\"] | 0",
                "[\"http://192.0.2.1:8082/0123/assist/0\"] | 0",
                "[\"http://192.0.2.1:8082/0123/assist/../00\"] | 0",
                "[\"http://192.0.2.1:8082/0123/assist/\"] | 0",
                "[1,null,{\"a\":[]}] | 0",
                "{} | 0",
                "\"http://192.0.2.1:8082/0123/assist/00\" | 0",
                "[ | 0",
                "none | 0"
            })
    void onlyTicketsThatLeadToTheirMakerAreTaken(String header, int taken) {
        var fields = HttpFields.build().put("x-assistivedownloadticket", header);
        assertEquals(taken, OfferedTickets.of(fields, URL).size());
        assertEquals(0, OfferedTickets.of(HttpFields.build(), URL).size());
    }
}
