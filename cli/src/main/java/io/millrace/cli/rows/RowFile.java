package io.millrace.cli.rows;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of rows for one table, read as a stream however large it is. {@link #check} first reads
 * all of it, so that a mistake on the last line is found before the first row is written.
 */
public abstract sealed class RowFile permits CsvRowFile, JsonRowFile {
  private final Path path;
  private final String name;

  RowFile(Path path, String name) {
    this.path = path;
    this.name = name;
  }

  /** The rows of a file, in its order. */
  public interface Rows extends Closeable {
    /**
     * The next row, or null after the last one.
     *
     * @throws RowFileException if the next row is none of the table's
     */
    FileRow next() throws IOException;
  }

  /**
   * The file at {@code path}: JSON lines if its first character is a brace, else CSV with a header.
   *
   * @param name how messages call it
   * @param types the types given for attribute columns
   * @param ignoreTimestamps whether the times in JSON lines are left out
   * @throws RowFileException if it is empty
   */
  public static RowFile of(
      Path path, String name, RowSchema schema, ColumnTypes types, boolean ignoreTimestamps)
      throws IOException {
    try (BufferedReader reader = utf8(path)) {
      int first = reader.read();
      while (first == '\uFEFF' || Character.isWhitespace(first)) {
        first = reader.read();
      }
      if (first < 0) {
        throw new RowFileException(
            name
                + " is empty; a CSV file begins with a line that names the columns, a JSON file has"
                + " a row on each line");
      }
      ColumnTypes known = types.or(schema.defined());
      return first == '{'
          ? new JsonRowFile(path, name, schema, known, ignoreTimestamps)
          : new CsvRowFile(path, name, schema, types, known);
    } catch (CharacterCodingException e) {
      throw notUtf8(name, 1, e);
    }
  }

  /**
   * Reads the whole file and returns how many rows it has.
   *
   * @throws RowFileException at the first line that is no row of the table
   */
  public abstract long check() throws IOException;

  /** Begins at the first row; {@link #check} has been called. */
  public abstract Rows open() throws IOException;

  final BufferedReader reader() throws IOException {
    BufferedReader reader = utf8(path);
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
    return reader;
  }

  final RowFileException bad(long line, String reason, Throwable cause) {
    return new RowFileException(name + " line " + line + ": " + reason, cause);
  }

  final RowFileException notUtf8(long line, CharacterCodingException cause) {
    return notUtf8(name, line, cause);
  }

  private static RowFileException notUtf8(String name, long line, CharacterCodingException cause) {
    return new RowFileException(
        name + " is not UTF-8 at or after line " + line + "; save it as UTF-8", cause);
  }

  private static BufferedReader utf8(Path path) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            Files.newInputStream(path),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)));
  }
}
