package net.bitwrk.exchange.micro;

import fish.payara.micro.PayaraMicro;

import javax.management.MBeanServer;
import javax.management.ObjectName;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM and Ctrl-C: first the exchange answers what it has taken and the port is closed, then the server ends. By itself
 * the server takes the application away under the requests: it says 500 to them, and fills the log.
 */
final class Termination {
    private static final System.Logger LOG = System.getLogger(Termination.class.getName());
    private static final String EXCHANGE = "net.bitwrk.exchange:type=Stopping,*";

    /** Longer than any request but those that wait, which are ended. */
    private static final int PATIENCE_SECONDS = 10;

    /** Numbers of the signals; a process that one ends has 128 more as its exit code. */
    private static final Map<String, Integer> SIGNALS = Map.of("TERM", 15, "INT", 2);

    private static final int SIGNALLED = 128;
    private static final int POLL_MS = 50;

    private Termination() {}

    /** Of the JDK there is no other way to come before the server's own shutdown hook than a class that it documents nowhere. */
    static void install(Options options) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method handle = signal.getMethod("handle", signal, handler);
            for (var each : SIGNALS.entrySet()) {
                Object terminate = Proxy.newProxyInstance(
                        handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                            if (method.getDeclaringClass() == Object.class) {
                                return method.invoke(each, arguments);
                            }
                            new Thread(() -> terminate(options, SIGNALLED + each.getValue()), "termination").start();
                            return null;
                        });
                handle.invoke(null, signal.getConstructor(String.class).newInstance(each.getKey()), terminate);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "signals end the server at once", e);
        }
    }

    private static void terminate(Options options, int code) {
        try {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            for (ObjectName exchange : beans.queryNames(new ObjectName(EXCHANGE), null)) {
                Object left = beans.invoke(
                        exchange, "stop", new Object[] {PATIENCE_SECONDS}, new String[] {int.class.getName()});
                System.out.println("stopping; requests without an answer: " + left);
            }
            closePort();
            awaitClosed(options);
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "the exchange does not stop in order", e);
        } finally {
            System.exit(code);
        }
    }

    /** By a command of the server: its API runs them in a cluster only, whose members do not include the only one. */
    private static void closePort() throws ReflectiveOperationException {
        ClassLoader server = PayaraMicro.getInstance().getRuntime().getClass().getClassLoader();
        Class<?> runner = Class.forName("org.glassfish.embeddable.CommandRunner", true, server);
        Object commands = Class.forName("org.glassfish.internal.api.Globals", true, server)
                .getMethod("get", Class.class)
                .invoke(null, runner);
        runner.getMethod("run", String.class, String[].class)
                .invoke(commands, "set", new String[] {PreBoot.LISTENER + "enabled=false"});
    }

    /** The server closes it in a thread of its own. */
    private static void awaitClosed(Options options) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < end) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(options.host(), options.port()), POLL_MS);
            } catch (IOException closed) {
                return;
            }
            Thread.sleep(POLL_MS);
        }
    }
}
