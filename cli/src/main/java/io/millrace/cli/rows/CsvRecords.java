package io.millrace.cli.rows;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;

/**
 * The records of a CSV file (RFC 4180) with their lines; each has as many fields as the header.
 * Lines with nothing are passed over.
 */
final class CsvRecords implements Closeable {
  /** In this quote mode an empty field reads as null, and {@code ""} as the empty string. */
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setQuoteMode(QuoteMode.ALL_NON_NULL)
          .setIgnoreEmptyLines(false)
          .get();

  private final RowFile file;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private int width;
  private long line;

  CsvRecords(RowFile file) throws IOException {
    this.file = file;
    this.parser = CSVParser.builder().setReader(file.reader()).setFormat(FORMAT).get();
    this.records = parser.iterator();
  }

  /** The first record, without blanks around the names. */
  List<String> header() throws IOException {
    String[] names = read();
    width = names == null ? 0 : names.length;
    return names == null
        ? List.of()
        : Arrays.stream(names).map(name -> name == null ? "" : name.strip()).toList();
  }

  /** The fields of the next record, null where a field is empty; or null after the last one. */
  String[] next() throws IOException {
    String[] fields = read();
    if (fields != null && fields.length != width) {
      throw file.bad(
          line,
          "it has "
              + count(fields.length)
              + ", the first line names "
              + count(width)
              + "; a comma inside a value needs quotes around the value",
          null);
    }
    return fields;
  }

  /** The line at which the last record began. */
  long line() {
    return line;
  }

  private String[] read() throws IOException {
    String[] fields;
    do {
      line = parser.getCurrentLineNumber() + 1;
      try {
        if (!records.hasNext()) {
          return null;
        }
        fields = records.next().values();
      } catch (UncheckedIOException e) {
        if (e.getCause() instanceof CharacterCodingException coding) {
          throw file.notUtf8(line, coding);
        }
        if (e.getCause() instanceof CSVException) {
          throw file.bad(line, "its quotes do not match; write a quote in a value twice", e);
        }
        throw e.getCause();
      }
    } while (fields.length == 1 && fields[0] == null);
    return fields;
  }

  private static String count(int fields) {
    return fields == 1 ? "1 field" : fields + " fields";
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
