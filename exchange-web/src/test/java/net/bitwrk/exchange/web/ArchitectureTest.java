package net.bitwrk.exchange.web;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** How the exchange's HTTP side may be built (design section 2, style section 3). */
@AnalyzeClasses(packages = "net.bitwrk.exchange.web", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule KNOWS_NO_DATABASE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.persistence..", "java.sql..", "javax.sql..", "org.flywaydb..")
            .because("resources speak to boundaries, which hand out views");

    @ArchTest
    static final ArchRule KNOWS_NO_ELLIPTIC_CURVES = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bitcoinj..", "org.bouncycastle..", "fr.acinq..")
            .because("keys and signatures are protocol.identity's");

    @ArchTest
    static final ArchRule ASKS_NO_CLOCK_OF_ITS_OWN = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Date.class)
            .because("time is an injected Clock, which the tests move");

    @ArchTest
    static final ArchRule LOGS_BY_SYSTEM_LOGGER_ALONE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..")
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("System.Logger goes to whatever the server logs with");

    @ArchTest
    static final ArchRule FEATURES_ARE_FREE_OF_CYCLES = slices().matching("net.bitwrk.exchange.web.(*)..")
            .should()
            .beFreeOfCycles()
            .because("each is read by itself");
}
