package net.bitwrk.exchange.system;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.nio.file.Path;
import java.util.Map;

/**
 * Gives tests the one exchange of the suite, whose clock can be moved: a start costs half a minute. It runs on H2 in
 * memory; tests that need another database, or kill it, start their own {@link ExchangeProcess}.
 */
final class SharedExchange implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Exchange.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Holder.EXCHANGE;
    }

    /** Started by the first test that asks; ends with the virtual machine. */
    private static final class Holder {
        static final Exchange EXCHANGE = start();

        private static Exchange start() {
            Path folder = Path.of(System.getProperty("work.folder"), "shared-exchange");
            var settings = Map.of("db-url", "jdbc:h2:mem:shared;DB_CLOSE_DELAY=-1");
            return ExchangeProcess.start(TestJar.make(folder), folder, settings).ready();
        }
    }
}
