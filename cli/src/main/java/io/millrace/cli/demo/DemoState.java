package io.millrace.cli.demo;

import io.millrace.cli.console.CommandFailure;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/**
 * What a demo directory was made for; a demo goes on in it only with the same orders and the same
 * Spark line.
 *
 * @param orders a digest of the orders, or the kind of made-up ones
 * @param spark the Spark line
 * @param port the server's port, taken again because the query knows it
 */
record DemoState(String orders, String spark, int port) {
  /** The state kept in {@code file}, or null if there is none. */
  static DemoState read(Path file) {
    if (!Files.exists(file)) {
      return null;
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
      return new DemoState(
          properties.getProperty("orders"),
          properties.getProperty("spark"),
          Integer.parseInt(properties.getProperty("port", "")));
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure("'" + file + "' is damaged; give --dir a new directory.", e);
    }
  }

  /** Keeps the state in {@code file}, whole or not at all. */
  void write(Path file) {
    Properties properties = new Properties();
    properties.setProperty("orders", orders);
    properties.setProperty("spark", spark);
    properties.setProperty("port", Integer.toString(port));
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (Writer writer = Files.newBufferedWriter(next, StandardCharsets.UTF_8)) {
        properties.store(writer, "A directory of millrace demo");
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks that a demo over {@code orders} on {@code spark} may go on in the directory of this
   * state.
   *
   * @throws CommandFailure if not
   */
  void check(Path directory, String orders, String spark) {
    if (!this.spark.equals(spark)) {
      throw new CommandFailure(
          "'"
              + directory
              + "' was made with --spark "
              + this.spark
              + "; go on with that, or give another --dir.");
    }
    if (!this.orders.equals(orders)) {
      throw new CommandFailure(
          "'" + directory + "' was made with other orders; give the same ones, or another --dir.");
    }
  }
}
