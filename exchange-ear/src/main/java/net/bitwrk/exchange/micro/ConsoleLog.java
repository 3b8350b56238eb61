package net.bitwrk.exchange.micro;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * What an operator reads: a line an event, what the exchange says and what the server warns of. While it starts, the
 * server's stack traces are kept back; of the first one the reason is remembered, which no call of the server tells.
 *
 * <p>Made by the server's log manager from {@code logging.properties}, hence the static state.
 */
public final class ConsoleLog extends Handler {
    private static final String OURS = "net.bitwrk.";

    /** Told by Jersey with two stack traces of each client that hangs up while it is answered: nobody's fault here. */
    private static final List<String> HANGING_UP = List.of(
            "An I/O error has occurred while writing a response message entity to the container output stream",
            "Error while closing the output stream in order to commit response");

    /** Warned of at each start on Payara Micro, and nothing to be done about. */
    private static final List<String> NOISE = List.of(
            "Payara Micro Runtime directory is located",
            "The SSL certificate with alias",
            "registered the JDBC driver",
            "Virtual server server",
            "Created virtual server");

    /** Failures that a caller of ours is told, too, and logs once: in one line where the database is away. By logger and text. */
    private static final Map<String, String> TOLD_BY_THE_CALLER = Map.of(
            "jakarta.enterprise.ejb.container", "(A system exception occurred during an invocation on EJB .*)?",
            "org.eclipse.persistence.session", "(Local Exception Stack:.*)?",
            "javax.enterprise.resource.resourceadapter", "jdbc.unable_to_set_client_info");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private static volatile boolean starting = true;
    private static volatile String firstFailure;

    private final SimpleFormatter message = new SimpleFormatter();

    static void started() {
        starting = false;
    }

    static Optional<String> firstFailure() {
        return Optional.ofNullable(firstFailure);
    }

    @Override
    public void publish(LogRecord event) {
        boolean ours = event.getLoggerName() != null && event.getLoggerName().startsWith(OURS);
        Level least = ours ? Level.INFO : Level.WARNING;
        String text = message.formatMessage(event);
        if (event.getLevel().intValue() < least.intValue()
                || text == null
                || NOISE.stream().anyMatch(text::contains)
                || isHangingUp(event, text)) {
            return;
        }
        if (starting && event.getThrown() != null) {
            remember(event.getThrown());
        }
        if (ours || !starting && !isToldByTheCaller(event, text)) {
            print(event, text);
        }
    }

    private static boolean isToldByTheCaller(LogRecord event, String text) {
        String logger = String.valueOf(event.getLoggerName());
        return TOLD_BY_THE_CALLER.entrySet().stream()
                .anyMatch(
                        told -> logger.startsWith(told.getKey()) && text.strip().matches("(?s)" + told.getValue()));
    }

    private static boolean isHangingUp(LogRecord event, String text) {
        if (HANGING_UP.stream().noneMatch(text::contains)) {
            return false;
        }
        Throwable cause = event.getThrown();
        while (cause != null && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    private static void print(LogRecord event, String text) {
        var line = new StringWriter();
        line.append(TIME.format(event.getInstant())).append(' ');
        line.append(event.getLevel().getName()).append(' ').append(text);

        if (event.getThrown() != null && !starting) {
            line.append('\n');
            event.getThrown().printStackTrace(new PrintWriter(line, true));
        }
        System.out.println(line.toString().stripTrailing());
    }

    private static void remember(Throwable thrown) {
        if (firstFailure == null) {
            Throwable told = thrown;
            // A driver says which database; what it says that because of, does not.
            while (told.getCause() != null && !(told instanceof SQLException)) {
                told = told.getCause();
            }
            String text = told.getMessage() == null ? told.toString() : told.getMessage();
            firstFailure = text.strip().replaceAll("\\s*\\R\\s*", "; ");
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
