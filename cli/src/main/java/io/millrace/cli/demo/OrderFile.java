package io.millrace.cli.demo;

import io.millrace.cli.console.CommandFailure;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file of orders with the columns UserId, OrderId, price and timestamp, in any order. It is
 * read and checked whole before anything is started, so that a bad line leaves nothing behind.
 */
final class OrderFile {
  private static final List<String> COLUMNS = List.of("UserId", "OrderId", "price", "timestamp");
  private static final int LONGEST_KEY = 1024;
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setIgnoreEmptyLines(true)
          .get();

  private final Path file;
  private final Map<List<String>, Long> lines = new HashMap<>();

  private OrderFile(Path file) {
    this.file = file;
  }

  /**
   * The first {@code limit} orders of {@code file}.
   *
   * @throws CommandFailure naming the file, the line and what is wrong with it
   */
  static List<Order> read(Path file, long limit) {
    return new OrderFile(file).orders(limit);
  }

  private List<Order> orders(long limit) {
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(
          "The orders file '" + file + "' is not there; give the path of a CSV file.");
    }
    List<Order> orders = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser parser = FORMAT.parse(reader)) {
      checkHeader(parser.getHeaderNames());
      for (CSVRecord record : parser) {
        if (orders.size() >= limit) {
          break;
        }
        orders.add(order(record, parser.getCurrentLineNumber()));
      }
    } catch (MalformedInputException e) {
      throw new CommandFailure(
          "The orders file '" + file + "' is not UTF-8 text; save it as UTF-8.", e);
    } catch (UncheckedIOException | IllegalStateException | IllegalArgumentException e) {
      throw new CommandFailure("The orders file '" + file + "' is no CSV: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandFailure(
          "The orders file '" + file + "' cannot be read: " + e.getMessage(), e);
    }
    return orders;
  }

  private void checkHeader(List<String> header) {
    for (String column : COLUMNS) {
      if (!header.contains(column)) {
        throw new CommandFailure(
            "The orders file '"
                + file
                + "' has no column '"
                + column
                + "'; its first line must name "
                + String.join(",", COLUMNS)
                + ".");
      }
    }
  }

  private Order order(CSVRecord record, long line) {
    if (!record.isConsistent()) {
      throw bad(
          line,
          "has "
              + record.size()
              + " values where the first line has "
              + record.getParser().getHeaderNames().size());
    }
    String userId = key(record, "UserId", line);
    String orderId = key(record, "OrderId", line);
    Long earlier = lines.putIfAbsent(List.of(userId, orderId), line);
    if (earlier != null) {
      throw bad(
          line,
          "repeats the key ("
              + userId
              + ", "
              + orderId
              + ") of line "
              + earlier
              + "; keys must be unique");
    }
    return new Order(
        userId,
        orderId,
        price(record.get("price"), line),
        timestamp(record.get("timestamp"), line));
  }

  private String key(CSVRecord record, String column, long line) {
    String value = record.get(column);
    int size = value.getBytes(StandardCharsets.UTF_8).length;
    if (size > LONGEST_KEY) {
      throw bad(line, "has a " + column + " of " + size + " bytes; a key may have " + LONGEST_KEY);
    }
    return value;
  }

  private double price(String text, long line) {
    try {
      double price = Double.parseDouble(text);
      if (Double.isFinite(price)) {
        return price;
      }
    } catch (NumberFormatException e) {
      throw bad(line, "has the price '" + text + "', which is no number");
    }
    throw bad(line, "has the price '" + text + "', which is no finite number");
  }

  private long timestamp(String text, long line) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw bad(line, "has the timestamp '" + text + "', which is no number of milliseconds");
    }
  }

  private CommandFailure bad(long line, String what) {
    return new CommandFailure("Line " + line + " of the orders file '" + file + "' " + what + ".");
  }
}
