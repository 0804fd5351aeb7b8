/**
 * The SQL extension: statements that Spark's grammar lacks, parsed by hand in front of Spark's own
 * parser, and the commands they become. Every other statement reaches Spark's parser as it was
 * written. What differs between the Spark lines is in {@code SparkLine} and {@code MillraceParser},
 * which each line's module brings in its own version.
 */
package io.millrace.spark.sql;
