package net.bitwrk.exchange;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;
import jakarta.persistence.Entity;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Date;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "net.bitwrk.exchange", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule FEATURES_HAVE_NO_CYCLES = slices().matching("net.bitwrk.exchange.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a feature can be read without those that build on it (style 3, rule 3)");

    @ArchTest
    static final ArchRule THE_LEDGER_KNOWS_NOBODY_ABOVE = noClasses()
            .that()
            .resideInAnyPackage("..exchange.ledger..", "..exchange.nonce..", "..exchange.article..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..exchange.account..",
                    "..exchange.bid..",
                    "..exchange.deposit..",
                    "..exchange.transaction..",
                    "..exchange.matching..")
            .because("design section 3: ledger, nonce and article lie below what uses them");

    @ArchTest
    static final ArchRule ONLY_MATCHING_KNOWS_BOTH = noClasses()
            .that()
            .resideInAnyPackage("..exchange.bid..", "..exchange.transaction..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..exchange.matching..")
            .because("design section 3: matching lies above bids and transactions");

    @ArchTest
    static final ArchRule NO_HTTP = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "jakarta.servlet..")
            .because("everything here is true without HTTP (rule 2)");

    @ArchTest
    static final ArchRule ENTITIES_ARE_NOT_PUBLIC = classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .should()
            .bePackagePrivate()
            .because("entities never leave their feature (rule 5)");

    @ArchTest
    static final ArchRule BEANS_ARE_PUBLIC = classes()
            .that()
            .areAnnotatedWith(Stateless.class)
            .or()
            .areAnnotatedWith(Singleton.class)
            .should()
            .bePublic()
            .because("a package-private EJB deploys, and then every call of it fails (rule 5)");

    @ArchTest
    static final ArchRule TIME_IS_INJECTED = noClasses()
            .that()
            .resideOutsideOfPackage("..exchange.platform..")
            .should(callMethod(Instant.class, "now"))
            .orShould(callMethod(System.class, "currentTimeMillis"))
            .orShould(callMethod(System.class, "nanoTime"))
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(LocalDateTime.class, Date.class)
            .because("nothing but the clock tells the time (rule 6)");

    @ArchTest
    static final ArchRule MONEY_DOES_NOT_FLOAT = noFields()
            .should()
            .haveRawType(double.class)
            .orShould()
            .haveRawType(float.class)
            .because("money is whole numbers (rule 6)");

    @ArchTest
    static final ArchRule NOTHING_IS_PRINTED = noClasses()
            .that()
            // javax.sql.DataSource has a method that names its Logger.
            .doNotHaveSimpleName("BitwrkDataSource")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..")
            .because("System.Logger is the only log (rule 6)");
}
