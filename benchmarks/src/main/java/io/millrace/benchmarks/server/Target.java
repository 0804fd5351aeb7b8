package io.millrace.benchmarks.server;

import java.io.IOException;

/** What is measured of a server, in its own protocol. */
interface Target {

  void createTable(Connection connection) throws IOException;

  /** Writes one row; every number is another. */
  void put(Connection connection, long number) throws IOException;

  /** Reads a row that was written. */
  void get(Connection connection, long number) throws IOException;

  /** Writes as many rows as one request can hold, from a number on, and returns how many. */
  int batch(Connection connection, long firstNumber) throws IOException;
}
