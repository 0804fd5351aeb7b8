package io.millrace.cli.demo;

/**
 * One row of the table {@code OrderStreamSink}.
 *
 * @param begin first moment of the window, in the session time zone
 * @param end first moment after it
 * @param writtenMillis the version of the row's newest cell: when the server stored it, in epoch
 *     milliseconds
 */
record WindowTotal(String begin, String end, long count, double totalPrice, long writtenMillis) {}
