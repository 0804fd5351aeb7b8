/**
 * The Spark data source {@code tablestore} and what its parts share. One package per role: {@code
 * options}, {@code error}, {@code client}, {@code schema}, {@code row}, {@code source} (provider,
 * table, statements), {@code stream} (micro-batch source), {@code read} (batch scan), {@code write}
 * (sink).
 */
package io.millrace.spark;
