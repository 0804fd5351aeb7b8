package io.millrace.cli.rows;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;

/**
 * Writes CSV that {@link CsvRowFile} reads back: an absent value is an empty field, an empty string
 * is {@code ""}.
 */
public final class CsvWriter {
  private static final CSVFormat PLAIN = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
  private static final CSVFormat QUOTED =
      PLAIN.builder().setQuoteMode(QuoteMode.ALL_NON_NULL).get();

  private final CSVPrinter plain;
  private final CSVPrinter quoted;

  /** Writes the line that names the columns. */
  public CsvWriter(Writer out, List<String> columns) throws IOException {
    plain = new CSVPrinter(out, PLAIN);
    quoted = new CSVPrinter(out, QUOTED);
    plain.printRecord(columns);
  }

  /** Writes one row; null is an absent value. */
  public void write(List<String> values) throws IOException {
    (values.contains("") ? quoted : plain).printRecord(values);
  }
}
