/**
 * What a batch read leaves to the service: predicates of Spark become ranges of keys and filters
 * that pass every row for which the predicate may be true.
 */
package io.millrace.spark.pushdown;
