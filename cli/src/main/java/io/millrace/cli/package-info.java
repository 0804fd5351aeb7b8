/**
 * The {@code millrace} command: the root of its subcommands and the place where the process begins
 * and ends.
 */
package io.millrace.cli;
