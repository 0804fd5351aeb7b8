/**
 * The SQL extension: statements that Spark's grammar lacks, parsed by hand in front of Spark's own
 * parser, and the commands they become. Every other statement reaches Spark's parser as it was
 * written, {@code //} comments aside; of the plan that Spark makes of it only what concerns a
 * stream, a scan or a table of ours is changed or refused.
 *
 * <p>To be read in this order: {@code MillraceExtensions} is what Spark loads; {@code
 * StatementGate} decides whose a statement is; {@code StatementParser} makes a {@code Statement} of
 * ours, and {@code StatementCommands} the plan of that. {@code StreamChecks} and {@code
 * StreamStart} lead to a running stream, {@code StreamControl} is what can be done to it by its
 * name, {@code StreamRegistry} what outlives it. What differs between the Spark lines is in {@code
 * SparkLine} and {@code MillraceParser}, which each line's module brings in its own version.
 */
package io.millrace.spark.sql;
