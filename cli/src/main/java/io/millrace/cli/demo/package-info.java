/**
 * {@code millrace demo}: a local Tablestore, orders, and the documented stream computing script run
 * by a genuine Spark process, with the sink shown as it fills.
 */
package io.millrace.cli.demo;
