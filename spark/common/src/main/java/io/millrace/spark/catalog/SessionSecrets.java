package io.millrace.spark.catalog;

import io.millrace.spark.error.InvalidOptionException;
import io.millrace.spark.options.OptionValues;
import io.millrace.spark.options.TablestoreOption;
import io.millrace.spark.options.TablestoreOptions;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Secrets that were set in a session instead of at its start. Spark writes settings of a session
 * into the event log with every job, and masks only those that it was started with.
 */
final class SessionSecrets {

  private SessionSecrets() {}

  /** Refuses them where there is an event log. */
  static void check(String catalog, OptionValues options) {
    SparkConf started = SparkSession.active().sparkContext().getConf();
    if (!started.getBoolean("spark.eventLog.enabled", false)) {
      return;
    }
    for (TablestoreOption<?> secret : TablestoreOptions.secrets()) {
      String setting = "spark.sql.catalog." + catalog + "." + secret.name();
      if (options.asMap().containsKey(secret.name()) && !started.contains(setting)) {
        throw new InvalidOptionException(
                "The setting "
                    + setting
                    + " was made in the session, and the event log would show it: give it with"
                    + " --conf when Spark is started, or use a credential provider.")
            .unchecked();
      }
    }
  }
}
