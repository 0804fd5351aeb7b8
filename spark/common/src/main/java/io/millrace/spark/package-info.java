/**
 * The Spark data source {@code tablestore} and the SQL extension over it. One package per role:
 * what all share are {@code options}, {@code credentials}, {@code error}, {@code client}, {@code
 * schema}, {@code row} and {@code metrics}; the data source is {@code source} (provider and table),
 * {@code catalog}, {@code read} (batch scan) with {@code pushdown}, {@code stream} (micro-batch
 * source) and {@code write} (sink); the statements are {@code sql}, and {@code files} writes the
 * checkpoints of their streams.
 */
package io.millrace.spark;
