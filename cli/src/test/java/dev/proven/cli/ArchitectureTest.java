package dev.proven.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Guards the arrows of the house: {@code cli -> report -> core <- the kinds}. */
final class ArchitectureTest {
  private static final JavaClasses PROVEN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.proven");

  @Test
  void theHouseIsThere() {
    for (String room : new String[] {"core", "postgres", "gateway", "report", "examples", "cli"}) {
      org.assertj.core.api.Assertions.assertThat(
              PROVEN.that(resideInAPackage("dev.proven." + room + "..")))
          .as(room)
          .isNotEmpty();
    }
  }

  @Test
  void coreKnowsNobody() {
    noClasses()
        .that()
        .resideInAPackage("dev.proven.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.proven.postgres..",
            "dev.proven.gateway..",
            "dev.proven.report..",
            "dev.proven.examples..",
            "dev.proven.cli..")
        .check(PROVEN);
  }

  @Test
  void statisticsAndLoadImportNothingOfProven() {
    classes()
        .that()
        .resideInAPackage("dev.proven.core.stats..")
        .should()
        .onlyDependOnClassesThat(
            resideInAPackage("dev.proven.core.stats..")
                .or(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        resideInAPackage("dev.proven.."))))
        .check(PROVEN);
    classes()
        .that()
        .resideInAPackage("dev.proven.core.load..")
        .should()
        .onlyDependOnClassesThat(
            resideInAPackage("dev.proven.core.load..")
                .or(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        resideInAPackage("dev.proven.."))))
        .check(PROVEN);
  }

  @Test
  void aKindSeesOnlyCore() {
    noClasses()
        .that()
        .resideInAPackage("dev.proven.postgres..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.proven.report..", "dev.proven.examples..", "dev.proven.cli..")
        .check(PROVEN);
  }

  @Test
  void theGatewaySeesNothingElse() {
    noClasses()
        .that()
        .resideInAPackage("dev.proven.gateway..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.proven.core..",
            "dev.proven.postgres..",
            "dev.proven.report..",
            "dev.proven.examples..",
            "dev.proven.cli..")
        .check(PROVEN);
  }

  @Test
  void theReportSeesOnlyCore() {
    noClasses()
        .that()
        .resideInAPackage("dev.proven.report..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.proven.postgres..", "dev.proven.examples..", "dev.proven.cli..")
        .check(PROVEN);
  }

  @Test
  void nobodySeesTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.proven.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.proven.cli..")
        .check(PROVEN);
  }
}
