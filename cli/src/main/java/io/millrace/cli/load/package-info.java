/**
 * Writes many rows fast: parallel batches that keep the order of each key, and that repeat what the
 * service asks to repeat.
 */
package io.millrace.cli.load;
