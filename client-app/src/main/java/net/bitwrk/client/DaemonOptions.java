package net.bitwrk.client;

import picocli.CommandLine.Option;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The daemon's options as they are typed (protocol section 11); {@link Settings} is what is made of them. */
final class DaemonOptions {
    @Option(
            names = {"-bitwrkurl", "--bitwrkurl"},
            paramLabel = "URL",
            defaultValue = "http://localhost:8080/",
            description = "the exchange (${DEFAULT-VALUE})")
    URI exchange;

    @Option(
            names = {"-extaddr", "--extaddr"},
            paramLabel = "ADDRESS",
            defaultValue = "auto",
            description = "under which others reach this computer; auto: ask the exchange (${DEFAULT-VALUE})")
    String externalAddress;

    @Option(
            names = {"-extport", "--extport"},
            paramLabel = "PORT",
            defaultValue = "-1",
            description = "on which buyers reach this computer; -1: nothing is sold to others (${DEFAULT-VALUE})")
    int externalPort;

    @Option(
            names = {"-intport", "--intport"},
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "of the local interface and its page (${DEFAULT-VALUE})")
    int localPort;

    @Option(
            names = {"-intiface", "--intiface"},
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "on which the local interface listens; empty: all (${DEFAULT-VALUE})")
    String localAddress;

    @Option(
            names = {"-log-cafs", "--log-cafs"},
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "log what the store does")
    boolean logsStore;

    @Option(
            names = {"-num-unmatched-bids", "--num-unmatched-bids"},
            paramLabel = "N",
            defaultValue = "1",
            description = "unmatched bids an article and side (${DEFAULT-VALUE})")
    int unmatchedBids;

    @Option(
            names = {"-num-transmitting-bids", "--num-transmitting-bids"},
            paramLabel = "N",
            defaultValue = "4",
            description = "buys from before their bid to the end of their transfer (${DEFAULT-VALUE})")
    int transmittingBids;

    @Option(
            names = {"-resourcedir", "--resourcedir"},
            paramLabel = "DIR",
            defaultValue = "auto",
            description = "replaces pages and assets from a folder; auto: the built-in ones (${DEFAULT-VALUE})")
    String resources;

    @Option(
            names = {"-trusted-account", "--trusted-account"},
            paramLabel = "ADDRESS",
            defaultValue = "",
            description = "whose deposit addresses are genuine")
    String trustedAccount;

    @Option(
            names = {"-allow-peers", "--allow-peers"},
            paramLabel = "CIDR",
            split = ",",
            description = "networks in which peers may be, besides public ones and the exchange's kind")
    List<String> peerNetworks = new ArrayList<>();

    @Option(
            names = {"-allow-buy", "--allow-buy"},
            paramLabel = "CIDR",
            split = ",",
            description = "networks whose computers may buy through this one")
    List<String> buyerNetworks = new ArrayList<>();

    @Option(
            names = {"-allowed-hosts", "--allowed-hosts"},
            paramLabel = "NAME",
            split = ",",
            description = "further names under which the local interface is called")
    List<String> hosts = new ArrayList<>();

    @Option(
            names = {"-datadir", "--datadir"},
            paramLabel = "DIR",
            description = "of the key, the store and what survives a restart (~/.bitwrk-client)")
    Path folder;

    @Option(
            names = {"-keep", "--keep"},
            paramLabel = "TIME",
            defaultValue = "24h",
            converter = DurationText.class,
            description = "how long a result stays, whatever the store's limit: 90m, 24h, 7d (${DEFAULT-VALUE})")
    Duration keep;

    @Option(
            names = {"-store-size", "--store-size"},
            paramLabel = "BYTES",
            defaultValue = "4G",
            converter = SizeText.class,
            description = "limit of the store on disk: 512M, 4G (${DEFAULT-VALUE})")
    long storeBytes;

    @Option(
            names = {"-end-with-input", "--end-with-input"},
            description = "end when standard input ends, as it does with the program that started this one")
    boolean endsWithInput;
}
