/** Measures the connector as its users meet it: Spark and a server, each a process of its own. */
package io.millrace.benchmarks.connector;
