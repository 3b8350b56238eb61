package net.bitwrk.rays;

import net.bitwrk.demo.DemoFailed;
import net.bitwrk.demo.Program;
import net.bitwrk.demo.Site;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The programs of {@code docs/your-program.md} and the ray tracer with the client itself, as they are tried first: with no exchange there. */
@Timeout(180)
final class YourProgramIT {
    @TempDir
    private Path folder;

    private Site site;
    private Program client;

    @BeforeEach
    void startClient() throws IOException, InterruptedException, DemoFailed {
        int port = freePort();
        site = Site.at(port);
        client = Program.java(
                "client",
                folder,
                "-Xmx256m",
                "-jar",
                System.getProperty("client.jar", "target/bitwrk-client.jar"),
                "-datadir",
                folder.resolve("data").toString(),
                "-intport",
                String.valueOf(port),
                // Nobody listens there.
                "-bitwrkurl",
                "http://127.0.0.1:" + freePort() + "/");
        client.await(30, () -> site.text("/id").equals("BitWrk Go Client"));
    }

    @AfterEach
    void endClient() {
        client.close();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void everyWorkerTradesWithEveryBuyer() throws IOException, InterruptedException {
        assumeTrue(ProgramsOfTheManual.has("python3"), "skipped: there is no python3 on this machine");
        assumeTrue(ProgramsOfTheManual.has("curl"), "skipped: there is no curl on this machine");
        YourProgramTest.trade(site.address(), folder);
        assertEquals(0, site.array("/workers").size(), "all have unregistered");
    }

    @Test
    void aPictureIsDrawnInTiles() throws IOException, InterruptedException {
        var scene = Scene.of("1 1\n 1\n", 120);
        var local = new LocalClient(site.address());
        var terms = new RaysBuyer.Terms(Optional.of("mBTC 1"), 8, 1, Duration.ZERO);
        try (var one = Worker.start(local, 0);
                var two = Worker.start(local, 0)) {
            assertEquals(Tracer.draw(scene), new RaysBuyer(local, terms, new Silent()).buy(scene, 16));
            assertEquals(2, site.array("/workers").size(), one.pushUrl() + " and " + two.pushUrl());
        }
        assertEquals(0, site.array("/workers").size());
    }

    private static final class Silent implements RaysBuyer.Progress {
        @Override
        public void bought(Part place, Picture tile) {}

        @Override
        public void failed(Part place, String reason) {}
    }
}
