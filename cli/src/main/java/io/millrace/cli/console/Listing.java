package io.millrace.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Rows of one shape that a command shows: as a table for people, as JSON or CSV for programs. */
public final class Listing {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final CSVFormat CSV = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  private final List<Column> columns;
  private final List<List<Object>> rows = new ArrayList<>();

  /** A listing without rows. */
  public Listing(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /**
   * One column: its field name in JSON and CSV, and its title in a table.
   *
   * @param breakable whether a table may break its values over lines; false for what people copy,
   *     such as ids
   */
  public record Column(String field, String title, boolean breakable) {
    /** A column whose values may be broken over lines. */
    public static Column of(String field, String title) {
      return new Column(field, title, true);
    }

    /** A column whose values stay on one line. */
    public static Column whole(String field, String title) {
      return new Column(field, title, false);
    }
  }

  /** Adds a row for each JSON object; a column shows the field of its name, if it has it. */
  public Listing addAll(Iterable<JsonNode> objects) {
    for (JsonNode object : objects) {
      add(columns.stream().map(column -> value(object.path(column.field()))).toArray());
    }
    return this;
  }

  private static Object value(JsonNode value) {
    if (value.isNumber()) {
      return value.longValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    return value.textValue();
  }

  /** Adds a row; null stands for a value that is not there. */
  public Listing add(Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(values.length + " values for " + columns.size());
    }
    List<Object> row = new ArrayList<>(values.length);
    for (Object value : values) {
      row.add(value);
    }
    rows.add(row);
    return this;
  }

  /** Prints the rows, and nothing else, in {@code format}. */
  public void print(ListingFormat format, PrintWriter out, boolean colours) {
    switch (format) {
      case table -> new TableText(columns, rows, colours).print(out);
      case json -> printJson(documents(), out);
      case csv -> printCsv(out);
    }
    out.flush();
  }

  /** The rows as JSON objects, in the order of the columns; an absent value is null. */
  public List<Map<String, Object>> documents() {
    List<Map<String, Object>> documents = new ArrayList<>(rows.size());
    for (List<Object> row : rows) {
      Map<String, Object> document = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        document.put(columns.get(i).field(), row.get(i));
      }
      documents.add(document);
    }
    return documents;
  }

  /** Prints any document of maps, lists, strings, numbers and booleans as indented JSON. */
  public static void printJson(Object document, PrintWriter out) {
    try {
      out.println(JSON.writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void printCsv(PrintWriter out) {
    try {
      CSVPrinter printer = new CSVPrinter(out, CSV);
      printer.printRecord(columns.stream().map(Column::field));
      for (List<Object> row : rows) {
        printer.printRecord(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
