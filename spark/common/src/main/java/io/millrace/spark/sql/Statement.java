package io.millrace.spark.sql;

import java.util.List;
import java.util.Map;
import java.util.Optional;

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
   * @param merge what MERGE says; empty for INSERT
   * @param bodyStart offset in the statement of the word INSERT or MERGE
   * @param queryStart offset in the statement where the query, or MERGE, begins; it runs to the
   *     statement's end
   */
  record CreateStream(
      String name,
      boolean ifNotExists,
      Map<String, String> options,
      QualifiedName sink,
      List<String> columns,
      Optional<Merge> merge,
      int bodyStart,
      int queryStart)
      implements Statement {}

  /** {@code EXPLAIN [EXTENDED] CREATE STREAM ...}. */
  record ExplainStream(boolean extended, CreateStream stream) implements Statement {}

  /** {@code SHOW STREAMS [LIKE 'pattern']}. */
  record ShowStreams(Optional<String> pattern) implements Statement {}

  /** {@code DESCRIBE STREAM [EXTENDED] name}. */
  record DescribeStream(String name, boolean extended) implements Statement {}

  /** {@code START STREAM name}. */
  record StartStream(String name) implements Statement {}

  /** {@code STOP STREAM name}. */
  record StopStream(String name) implements Statement {}

  /** {@code DROP STREAM [IF EXISTS] name}. */
  record DropStream(String name, boolean ifExists) implements Statement {}

  /** {@code ALTER STREAM name SET OPTIONS (...)}. */
  record AlterStream(String name, Map<String, String> options) implements Statement {}

  /** {@code AWAIT STREAMS}. */
  record AwaitStreams() implements Statement {}

  /** {@code SHOW SCANS [LIKE 'pattern']}. */
  record ShowScans(Optional<String> pattern) implements Statement {}

  /** {@code DROP SCAN [IF EXISTS] name}. */
  record DropScan(String name, boolean ifExists) implements Statement {}

  /** {@code SHOW TUNNELS ON table}. */
  record ShowTunnels(QualifiedName table) implements Statement {}

  /** {@code CREATE TUNNEL [IF NOT EXISTS] name ON table [OPTIONS (...)]}. */
  record CreateTunnel(
      String name, boolean ifNotExists, QualifiedName table, Map<String, String> options)
      implements Statement {}

  /** {@code DESCRIBE TUNNEL name ON table}. */
  record DescribeTunnel(String name, QualifiedName table) implements Statement {}

  /** {@code DROP TUNNEL [IF EXISTS] name ON table}. */
  record DropTunnel(String name, boolean ifExists, QualifiedName table) implements Statement {}
}
