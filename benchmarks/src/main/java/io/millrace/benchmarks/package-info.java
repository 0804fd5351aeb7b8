/** Measurements; what they gave is kept as text in {@code benchmarks/results}. */
package io.millrace.benchmarks;
