/**
 * Programs that run in the Spark processes of the connector's measurements, on a Spark installation
 * and the bundle and nothing else. They print their figures.
 */
package io.millrace.benchmarks.spark;
