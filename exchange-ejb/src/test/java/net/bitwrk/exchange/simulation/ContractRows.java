package net.bitwrk.exchange.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The table of protocol section 7, written down a second time, as text. */
final class ContractRows {
    private static final List<Row> ROWS = """
            buyer : workhash worksecrethash : ESTABLISHING : BUYER_ESTABLISHED
            buyer : workhash worksecrethash : SELLER_ESTABLISHED : TRANSMITTING
            seller : workerurl : ESTABLISHING : SELLER_ESTABLISHED
            seller : workerurl : BUYER_ESTABLISHED : TRANSMITTING
            seller : buyersecret : BUYER_ESTABLISHED TRANSMITTING : WORKING
            seller : rejectwork : SELLER_ESTABLISHED TRANSMITTING WORKING : WORK_DISPUTED
            seller : encresulthash encresulthashsig encresultkey : WORKING : UNVERIFIED
            buyer : acceptresult : ESTABLISHING BUYER_ESTABLISHED SELLER_ESTABLISHED TRANSMITTING WORKING UNVERIFIED : FINISHED
            buyer : rejectresult : UNVERIFIED : RESULT_DISPUTED
            """.lines().map(Row::parse).toList();

    private static final Map<String, Long> GRANTED_SECONDS =
            Map.of("ESTABLISHING", 60L, "TRANSMITTING", 120L, "WORKING", 300L, "UNVERIFIED", 900L);

    record Row(String party, List<String> arguments, List<String> before, String after) {
        static Row parse(String line) {
            String[] cells = line.split(" : ");
            return new Row(cells[0].strip(), List.of(cells[1].split(" ")), List.of(cells[2].split(" ")), cells[3]);
        }

        private boolean says(Map<String, String> message) {
            return new TreeSet<>(arguments).equals(new TreeSet<>(message.keySet()));
        }
    }

    private ContractRows() {}

    /** Who says a message of these arguments. */
    static Optional<String> party(Map<String, String> message) {
        return ROWS.stream().filter(row -> row.says(message)).map(Row::party).findFirst();
    }

    static Optional<String> next(String phase, Map<String, String> message) {
        return ROWS.stream()
                .filter(row -> row.says(message) && row.before().contains(phase))
                .map(Row::after)
                .findFirst();
    }

    /** The rows that are possible in a phase. */
    static List<Row> from(String phase) {
        return ROWS.stream().filter(row -> row.before().contains(phase)).toList();
    }

    static List<Row> all() {
        return ROWS;
    }

    static long grantedMillis(String phase) {
        return GRANTED_SECONDS.getOrDefault(phase, 0L) * 1000;
    }

    static boolean retires(String phase) {
        return phase.equals("FINISHED") || phase.endsWith("_DISPUTED");
    }

    static boolean pays(String phase) {
        return phase.equals("FINISHED") || phase.equals("UNVERIFIED");
    }
}
