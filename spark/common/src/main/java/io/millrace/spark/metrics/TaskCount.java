package io.millrace.spark.metrics;

import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What one task counted. */
public record TaskCount(String name, long value) implements CustomTaskMetric {}
