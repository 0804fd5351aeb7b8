package io.millrace.spark.sql;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * A program that runs statements and ends, as if killed, at the nth change of the disk that the
 * last of them makes, or with exit code 0 behind it.
 *
 * <p>Arguments: the number, the directory of the registry, the statements.
 */
final class KilledSession {
  private KilledSession() {}

  public static void main(String[] args) {
    int change = Integer.parseInt(args[0]);
    Path registry = Path.of(args[1]);
    List<String> statements = Arrays.asList(args).subList(2, args.length);
    SparkSession session =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.catalogImplementation", "in-memory")
            .config("spark.sql.warehouse.dir", registry.resolveSibling("warehouse").toString())
            .config("spark.sql.extensions", MillraceExtensions.class.getName())
            .config("spark.hadoop.fs.file.impl", HaltingDisk.class.getName())
            .config(
                "spark.hadoop.fs.AbstractFileSystem.file.impl", HaltingDisk.Context.class.getName())
            // On viewfs the registry is written through Hadoop, each step of it.
            .config(
                "spark.hadoop.fs.viewfs.mounttable.disk.link./files",
                registry.getParent().toUri().toString())
            .config(StreamRegistry.LOCATION, "viewfs://disk/files/" + registry.getFileName())
            .getOrCreate();
    for (String statement : statements.subList(0, statements.size() - 1)) {
      session.sql(statement);
    }
    HaltingDisk.arm(change);
    session.sql(statements.get(statements.size() - 1));
    // Not one more beat of a stream: the process is gone behind its statement.
    Runtime.getRuntime().halt(0);
  }
}
