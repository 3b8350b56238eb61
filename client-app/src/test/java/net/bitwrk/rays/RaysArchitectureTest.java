package net.bitwrk.rays;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

@AnalyzeClasses(packages = "net.bitwrk.rays", importOptions = ImportOption.DoNotIncludeTests.class)
final class RaysArchitectureTest {
    @ArchTest
    static final ArchRule SPEAKS_HTTP_ALONE = noClasses()
            .that()
            .resideInAPackage("net.bitwrk.rays..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "net.bitwrk.client..", "net.bitwrk.protocol..", "net.bitwrk.exchange..", "org..", "com.fasterxml..")
            .because("it is the sample for programs that have nothing of ours but the client's HTTP interface");

    @ArchTest
    static final ArchRule ONLY_COMMANDS_KNOW_THE_COMMAND_LINE = noClasses()
            .that()
            .doNotHaveSimpleName("RaysRender")
            .and()
            .doNotHaveSimpleName("RaysWorker")
            .and()
            .doNotHaveSimpleName("Lines")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..")
            .because("the rest can be copied with no library");
}
