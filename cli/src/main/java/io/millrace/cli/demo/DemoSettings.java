package io.millrace.cli.demo;

import java.nio.file.Path;

/**
 * What one demo is to do.
 *
 * @param root the directory of the clone
 * @param line the Spark line that runs the script
 * @param orders the orders to count
 * @param perSecond how many orders an endless demo makes each second
 * @param untilDrained whether to end when every order is counted
 * @param port the server's port; 0 for any free one
 * @param partitions the partitions, and so the stream channels, of each table
 */
record DemoSettings(
    Path root,
    SparkLine line,
    DemoOrders orders,
    int perSecond,
    boolean untilDrained,
    int port,
    int partitions) {}
