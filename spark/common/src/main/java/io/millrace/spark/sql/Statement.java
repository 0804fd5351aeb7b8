package io.millrace.spark.sql;

import java.util.List;
import java.util.Map;

/**
 * A statement of the dialect, as parsed: names and options as typed, nothing resolved. Option names
 * keep their order and case.
 */
sealed interface Statement {

  /** How a scan reads its table. */
  enum Mode {
    BATCH,
    STREAM
  }

  /**
   * {@code CREATE [OR REPLACE] SCAN [IF NOT EXISTS] name ON table USING BATCH|STREAM [OPTIONS
   * (...)]}.
   */
  record CreateScan(
      String name,
      boolean orReplace,
      boolean ifNotExists,
      QualifiedName table,
      Mode mode,
      Map<String, String> options)
      implements Statement {}

  /**
   * {@code CREATE STREAM [IF NOT EXISTS] name [OPTIONS (...)] INSERT INTO [TABLE] sink [(columns)]
   * query}.
   *
   * @param columns the column list; empty when there is none
   * @param queryStart offset in the statement where the query begins; it runs to the statement's
   *     end
   */
  record CreateStream(
      String name,
      boolean ifNotExists,
      Map<String, String> options,
      QualifiedName sink,
      List<String> columns,
      int queryStart)
      implements Statement {}

  /** {@code AWAIT STREAMS}. */
  record AwaitStreams() implements Statement {}
}
