package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is in the jar that a user adds to Spark: all it needs, and nothing that Spark has as well.
 */
class BundleE2E {
  private static final long MEBIBYTE = 1L << 20;

  @ParameterizedTest
  @CsvSource({
    "spark/bundle-3.5/target/millrace-spark-3.5_2.12-0.1.0-SNAPSHOT.jar",
    "spark/bundle-4/target/millrace-spark-4_2.13-0.1.0-SNAPSHOT.jar"
  })
  void holdsAllUnderItsOwnName(String path) throws IOException {
    Path file = Launched.root().resolve(path);
    try (JarFile jar = new JarFile(file.toFile())) {
      Set<String> names = jar.stream().map(ZipEntry::getName).collect(Collectors.toSet());

      assertThat(names)
          .contains(
              "io/millrace/spark/sql/MillraceExtensions.class",
              "io/millrace/spark/source/TablestoreProvider.class",
              "io/millrace/protocol/plainbuffer/package-info.class",
              "io/millrace/shaded/com/google/protobuf/Message.class",
              "io/millrace/shaded/com/alicloud/openservices/tablestore/SyncClient.class",
              "META-INF/LICENSE",
              "META-INF/NOTICE");
      assertThat(names)
          .filteredOn(name -> name.endsWith(".class"))
          .allMatch(
              name -> name.replaceFirst("^META-INF/versions/\\d+/", "").startsWith("io/millrace/"));
      assertThat(names).noneMatch(name -> name.startsWith("io/millrace/local/"));
      assertThat(names).noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA)"));
      assertThat(services(jar, names))
          .containsExactlyInAnyOrder(
              "io.millrace.spark.source.TablestoreProvider",
              "io.millrace.spark.sql.MillraceExtensions");
      assertThat(services(jar, names))
          .allMatch(name -> names.contains(name.replace('.', '/') + ".class"));
    }
    assertThat(Files.size(file)).isBetween(10 * MEBIBYTE, 20 * MEBIBYTE);
  }

  /** The names that the jar's service files give. */
  private static List<String> services(JarFile jar, Set<String> names) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String name : names) {
      if (name.startsWith("META-INF/services/") && !name.endsWith("/")) {
        lines
            .append(
                new String(
                    jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8))
            .append('\n');
      }
    }
    return lines.toString().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
