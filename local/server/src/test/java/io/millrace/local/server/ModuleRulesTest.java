package io.millrace.local.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The import rules between the modules that this one sees; see docs/design.md. */
@AnalyzeClasses(packages = "io.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {
  @ArchTest
  static final ArchRule protocolKnowsOnlyTheWire =
      noClasses()
          .that()
          .resideInAPackage("io.millrace.protocol..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.millrace.local..", "org.eclipse.jetty..", "org.rocksdb..", "java.net..");

  @ArchTest
  static final ArchRule engineKnowsNoTunnelAndNoHttp =
      noClasses()
          .that()
          .resideInAPackage("io.millrace.local.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.millrace.local.tunnel..",
              "io.millrace.local.server..",
              "io.millrace.protocol.auth..",
              "org.eclipse.jetty..",
              "java.net..");

  @ArchTest
  static final ArchRule onlyTheStoreKnowsRocksDb =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.millrace.local.engine.store..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.rocksdb..");

  @ArchTest
  static final ArchRule tunnelsKnowNoSockets =
      noClasses()
          .that()
          .resideInAPackage("io.millrace.local.tunnel..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.millrace.local.server..", "org.eclipse.jetty..", "java.net..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyTheListenerKnowsJetty =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.millrace.local.server.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.jetty..");

  @ArchTest
  static final ArchRule theListenerKnowsNothingOfTablestore =
      classes()
          .that()
          .resideInAPackage("io.millrace.local.server.http..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.millrace.local.server.http..", "org.eclipse.jetty..", "org.slf4j..", "java..");

  @ArchTest
  static final ArchRule theServerKnowsNeitherSparkNorTheOfficialClient =
      noClasses()
          .that()
          .resideInAPackage("io.millrace.local..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark..", "io.millrace.spark..", "com.alicloud.openservices..");
}
