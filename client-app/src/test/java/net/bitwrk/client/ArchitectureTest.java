package net.bitwrk.client;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** Who may use whom in the client (design.md section 5). */
@AnalyzeClasses(packages = "net.bitwrk.client", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String CLIENT = "net.bitwrk.client.";

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("net.bitwrk.client.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a feature is understood by reading what it stands on");

    @ArchTest
    static final ArchRule CAFS = noClasses()
            .that()
            .resideInAPackage(CLIENT + "cafs..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(others("sync", "peer", "exchange", "trade", "worker", "mandate", "local", "ui"))
            .because("the store stands alone");

    @ArchTest
    static final ArchRule SYNC = noClasses()
            .that()
            .resideInAPackage(CLIENT + "sync..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(others("peer", "exchange", "trade", "worker", "mandate", "local", "ui"))
            .because("cafs comes before sync comes before peer");

    @ArchTest
    static final ArchRule SYNC_IS_PURE = noClasses()
            .that()
            .resideInAPackage(CLIENT + "sync..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.file..", "org.eclipse.jetty..")
            .because("the work sync is tried by vectors alone: no HTTP, no files");

    @ArchTest
    static final ArchRule PEER = noClasses()
            .that()
            .resideInAPackage(CLIENT + "peer..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(others("exchange", "trade", "worker", "mandate", "local", "ui"))
            .because("what peers say to each other knows no exchange");

    @ArchTest
    static final ArchRule ASKED_BY_TRADE = noClasses()
            .that()
            .resideInAnyPackage(others("exchange", "worker", "mandate"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(others("trade", "local", "ui"))
            .because("trade asks the exchange, workers and mandates, never the other way round")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule TRADE = noClasses()
            .that()
            .resideInAPackage(CLIENT + "trade..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(others("local", "ui"))
            .because("trading works without anybody looking")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule NO_EXCHANGE_INSIDE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.bitwrk.exchange..")
            .because("the client speaks HTTP to the exchange and is compiled against none of it");

    @ArchTest
    static final ArchRule NO_JAKARTA = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta..")
            .because("the client is plain Java; the exchange's JSON is read by protocol.json");

    @ArchTest
    static final ArchRule TIME_IS_INJECTED = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(CLIENT + "Main")
            .and()
            .doNotHaveFullyQualifiedName(CLIENT + "Client")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("tests move time");

    @ArchTest
    static final ArchRule LOCAL = noClasses()
            .that()
            .resideInAPackage(CLIENT + "local..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(others("ui"))
            .because("programs talk to the client without any page");

    @ArchTest
    static final ArchRule TEMPLATES = noClasses()
            .that()
            .resideOutsideOfPackage(CLIENT + "ui..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("gg.jte..")
            .because("pages are made in one place, by templates that escape");

    @ArchTest
    static final ArchRule LOGGING = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(CLIENT + "Logging")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..")
            .because("code logs by System.Logger; how it looks is said once");

    private ArchitectureTest() {}

    private static String[] others(String... names) {
        String[] packages = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            packages[i] = CLIENT + names[i] + "..";
        }
        return packages;
    }
}
