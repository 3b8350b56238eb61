package net.bitwrk.demo;

import net.bitwrk.rays.RaysBuyer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Everybody who takes part, each a process: the exchange, a seller's client with its workers, and a buyer's client. */
final class Market implements AutoCloseable {
    /** Two, so that one draws while the result of the other travels. */
    private static final int WORKERS = 2;

    private static final String HOST = "127.0.0.1";

    private final Path root;
    private final Path folder;
    private final Deque<Program> programs = new ArrayDeque<>();
    private final List<Integer> ports = freePorts(4);

    final Site exchange = Site.at(ports.get(0));
    final Site seller = Site.at(ports.get(1));
    final Site buyer = Site.at(ports.get(2));

    /** @param root of the project, where the jars were built */
    Market(Path root, Path folder) throws IOException {
        this.root = root;
        this.folder = folder;
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                var socket = new ServerSocket(0, 1, InetAddress.getByName(HOST));
                sockets.add(socket);
                ports.add(socket.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
        return ports;
    }

    void startExchange() throws DemoFailed, IOException, InterruptedException {
        Program program = start(
                "exchange",
                "-Xmx768m",
                "-Dbitwrk.db-url=jdbc:h2:file:" + folder.resolve("exchange").resolve("bitwrk"),
                "-jar",
                root.resolve("exchange-ear/target/bitwrk-exchange.jar").toString(),
                "--host",
                HOST,
                "--port",
                ports.get(0).toString());
        program.await(120, () -> exchange.text("/nonce").matches("[0-9a-f]{32}"));
    }

    void startClients() throws DemoFailed, IOException, InterruptedException {
        Program sellers = startClient("seller", ports.get(1), ports.get(3));
        Program buyers = startClient("buyer", ports.get(2), -1);
        sellers.await(30, () -> seller.text("/id").equals("BitWrk Go Client"));
        buyers.await(30, () -> buyer.text("/id").equals("BitWrk Go Client"));
    }

    private Program startClient(String name, int localPort, int externalPort) throws IOException {
        return start(
                name,
                "-Xmx256m",
                "-jar",
                clientJar(),
                "-datadir",
                folder.resolve(name).toString(),
                "-bitwrkurl",
                exchange.address() + "/",
                "-intport",
                String.valueOf(localPort),
                "-extport",
                String.valueOf(externalPort),
                "-extaddr",
                HOST);
    }

    void startWorkers() throws DemoFailed, IOException, InterruptedException {
        for (int i = 1; i <= WORKERS; i++) {
            int registered = i;
            start(
                            "worker-" + i,
                            "-Xmx256m",
                            "-jar",
                            clientJar(),
                            "rays",
                            "worker",
                            "--client",
                            seller.address().toString())
                    .await(30, () -> seller.array("/workers").size() == registered);
        }
    }

    /** As their users do on the clients' pages. */
    void permit(String sellingPrice, String buyingPrice) throws IOException, InterruptedException {
        permit(seller, "SELL", sellingPrice);
        permit(buyer, "BUY", buyingPrice);
    }

    private static void permit(Site client, String type, String price) throws IOException, InterruptedException {
        client.post(
                "/",
                Map.of(
                        "action", "permit",
                        "type", type,
                        "articleid", RaysBuyer.ARTICLE,
                        "price", price,
                        "usetradesleft", "on",
                        "tradesleft", "100",
                        "usevaliduntil", "on",
                        "validminutes", "60"));
    }

    static String participant(Site client) throws IOException, InterruptedException {
        return client.object("/myaccount").getJsonObject("Account").getString("Participant");
    }

    private String clientJar() {
        return root.resolve("client-app/target/bitwrk-client.jar").toString();
    }

    private Program start(String name, String... options) throws IOException {
        var program = Program.java(name, folder, options);
        programs.push(program);
        return program;
    }

    /** The last first: workers take leave of their client, clients of the exchange. */
    @Override
    public void close() {
        while (!programs.isEmpty()) {
            programs.pop().close();
        }
    }
}
