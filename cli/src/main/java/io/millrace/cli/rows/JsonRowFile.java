package io.millrace.cli.rows;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;

/**
 * A file with one row of JSON on each line, as the vendor's command line exports it. Blank lines
 * are passed over.
 */
final class JsonRowFile extends RowFile {
  private final RowSchema schema;
  private final ColumnTypes types;
  private final boolean ignoreTimestamps;

  JsonRowFile(
      Path path, String name, RowSchema schema, ColumnTypes types, boolean ignoreTimestamps) {
    super(path, name);
    this.schema = schema;
    this.types = types;
    this.ignoreTimestamps = ignoreTimestamps;
  }

  @Override
  public long check() throws IOException {
    long rows = 0;
    try (Rows reader = open()) {
      while (reader.next() != null) {
        rows++;
      }
    }
    return rows;
  }

  @Override
  public Rows open() throws IOException {
    return new Lines(reader());
  }

  private final class Lines implements Rows {
    private final BufferedReader reader;
    private long line;

    Lines(BufferedReader reader) {
      this.reader = reader;
    }

    @Override
    public FileRow next() throws IOException {
      String text;
      do {
        line++;
        text = readLine();
      } while (text != null && text.isBlank());
      if (text == null) {
        return null;
      }
      try {
        return new FileRow(line, RowJson.parse(text, schema, types, ignoreTimestamps));
      } catch (IllegalArgumentException e) {
        throw bad(line, e.getMessage(), e);
      }
    }

    private String readLine() throws IOException {
      try {
        return reader.readLine();
      } catch (CharacterCodingException e) {
        throw notUtf8(line, e);
      }
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
