package io.millrace.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The import rules of the connector; see docs/design.md. */
@AnalyzeClasses(
    packages = "io.millrace.spark",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {
  @ArchTest
  static final ArchRule knowsNothingOfTheLocalServer =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.millrace.local..", "io.millrace.cli..", "org.rocksdb..", "org.eclipse.jetty..");

  @ArchTest
  static final ArchRule parsesByHand =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.antlr..");

  @ArchTest
  static final ArchRule rowsAndOptionsKnowNoClients =
      noClasses()
          .that()
          .resideInAnyPackage("io.millrace.spark.options..", "io.millrace.spark.schema..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.millrace.spark.client..", "io.millrace.spark.sql..");

  @ArchTest
  static final ArchRule theDataSourceKnowsNothingOfTheStatements =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.millrace.spark.stream..",
              "io.millrace.spark.read..",
              "io.millrace.spark.write..",
              "io.millrace.spark.client..",
              "io.millrace.spark.row..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.millrace.spark.sql..");
}
