package net.bitwrk.protocol;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import java.time.Instant;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "net.bitwrk.protocol", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule onlyIdentityUsesCryptography = noClasses()
            .that()
            .resideOutsideOfPackage("..identity..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bitcoinj..", "org.bouncycastle..", "fr.acinq..")
            .because("no type of a library shows in what both programs agree on");

    @ArchTest
    static final ArchRule onlyJsonUsesJakartaJson = noClasses()
            .that()
            .resideOutsideOfPackage("..json..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta..")
            .because("names on the wire are mapped in one place");

    @ArchTest
    static final ArchRule nothingElse = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "net.bitwrk.protocol..",
                    "org.bitcoinj..",
                    "org.bouncycastle..",
                    "fr.acinq..",
                    "jakarta.json..")
            .because("whoever embeds the protocol gets nothing more with it");

    @ArchTest
    static final ArchRule noFloatingPoint = noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("..money..", "..ledger..")
            .should()
            .haveRawType(double.class)
            .orShould()
            .haveRawType(float.class)
            .because("money is whole numbers (protocol section 3)");

    @ArchTest
    static final ArchRule noClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("the protocol knows no time of its own");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("net.bitwrk.protocol.(*)..").should().beFreeOfCycles();
}
