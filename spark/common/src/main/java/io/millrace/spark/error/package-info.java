/**
 * The errors a user can cause, one type per kind. Each is an {@code AnalysisException} without a
 * cause, because that is the one exception that spark-sql prints as a sentence and nothing else.
 */
package io.millrace.spark.error;
