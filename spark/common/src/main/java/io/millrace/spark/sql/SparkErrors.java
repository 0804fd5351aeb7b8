package io.millrace.spark.sql;

import org.apache.spark.sql.AnalysisException;
import scala.Option;

/** Spark's own errors as our statements hand them on. */
final class SparkErrors {

  private SparkErrors() {}

  /**
   * Throws what Spark threw; javac does not know that Scala throws checked exceptions everywhere.
   */
  static RuntimeException rethrown(Throwable error) {
    throw SparkErrors.<RuntimeException>sneak(error);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  /** The error with its place and class, without the plan that Spark prints under it. */
  static AnalysisException withoutPlan(AnalysisException error) {
    return new AnalysisException(
        error.message(),
        error.line(),
        error.startPosition(),
        Option.empty(),
        error.errorClass(),
        error.messageParameters(),
        error.context());
  }

  /** The error of a text that the user has not written: without its place there, and the plan. */
  static AnalysisException withoutPlace(AnalysisException error) {
    return new AnalysisException(
        error.message(),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        error.errorClass(),
        error.messageParameters(),
        error.context());
  }

  /**
   * Spark's reason as part of our sentence: its first line without error class, SQL state and plan.
   */
  static String reason(AnalysisException error) {
    String line = error.message().lines().findFirst().orElse("").strip();
    return RootCause.plain(line).replaceFirst("[.;]+$", "");
  }
}
