package io.millrace.cli.demo;

/**
 * One order line: a row of the table {@code OrderSource}.
 *
 * @param timestamp when it was ordered, in epoch milliseconds
 */
record Order(String userId, String orderId, double price, long timestamp) {}
