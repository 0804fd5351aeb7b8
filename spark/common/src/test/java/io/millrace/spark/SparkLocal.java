package io.millrace.spark;

import io.millrace.spark.source.SessionCatalogInstaller;
import org.apache.spark.sql.SparkSession;

/** The Spark of the tests of a JVM: two cores, no user interface, tables forgotten at its end. */
public final class SparkLocal {

  private SparkLocal() {}

  /** The session, as a user of the bundle has it. */
  public static SparkSession session() {
    SparkSession session =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.catalogImplementation", "in-memory")
            .config("spark.sql.warehouse.dir", "target/warehouse")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
    SessionCatalogInstaller.install(session);
    return session;
  }
}
