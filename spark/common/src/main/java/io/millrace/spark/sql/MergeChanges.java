package io.millrace.spark.sql;

import io.millrace.spark.schema.RecordColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The changes that a MERGE makes of a batch: a row for each row of the table that is put, updated
 * or deleted, with the record type that the sink of Tablestore goes by.
 *
 * @param key the columns of the table's key
 */
record MergeChanges(Merge merge, StructType table, List<String> key) {

  private static final String SOURCE_VIEW = "__millrace_merge_source__";
  private static final String TARGET_VIEW = "__millrace_merge_target__";
  private static final String MATCHED = "__millrace_matched__";

  /** The changes of a batch, of which those that nothing matches are left out. */
  Dataset<Row> of(Dataset<Row> batch, Dataset<Row> target) {
    SparkSession session = batch.sparkSession();
    batch.createOrReplaceTempView(SOURCE_VIEW);
    target.withColumn(MATCHED, functions.lit(true)).createOrReplaceTempView(TARGET_VIEW);
    try {
      SourceNames names = new SourceNames(merge.sourceAlias(), List.of(batch.columns()));
      String sql = new MergeChanges(merge.withInserted(names::in), table, key).sql();
      LogicalPlan changes = session.sessionState().sqlParser().parsePlan(sql);
      return SparkLine.dataset(session, new StoredValues(table).in(changes));
    } catch (ParseException ofOurText) {
      throw SparkErrors.rethrown(ofOurText);
    } finally {
      session.catalog().dropTempView(SOURCE_VIEW);
      session.catalog().dropTempView(TARGET_VIEW);
    }
  }

  private String sql() {
    List<String> columns = new ArrayList<>();
    columns.add(
        choice(clause -> "'" + recordType(clause) + "'") + " AS " + RecordColumns.RECORD_TYPE);
    for (int at = 0; at < table.length(); at++) {
      int column = at;
      StructField field = table.fields()[at];
      columns.add(
          choice(clause -> StoredValues.call(value(clause, field), column))
              + " AS "
              + quoted(field.name()));
    }
    return "SELECT * FROM (SELECT "
        + String.join(", ", columns)
        + " FROM "
        + SOURCE_VIEW
        + " AS "
        + quoted(merge.sourceAlias())
        + " LEFT JOIN "
        + TARGET_VIEW
        + " AS "
        + quoted(merge.targetAlias())
        + " ON "
        + merge.condition().orElseGet(this::sameKey)
        + ") WHERE "
        + RecordColumns.RECORD_TYPE
        + " IS NOT NULL";
  }

  private String sameKey() {
    return key.stream()
        .map(name -> ofTarget(name) + " = " + ofSource(name))
        .collect(Collectors.joining(" AND "));
  }

  private String ofTarget(String column) {
    return quoted(merge.targetAlias()) + "." + quoted(column);
  }

  private String ofSource(String column) {
    return quoted(merge.sourceAlias()) + "." + quoted(column);
  }

  /** What a clause gives. */
  private interface Value {
    String of(Merge.Clause clause);
  }

  private String choice(Value value) {
    return merge.clauses().stream()
        .map(clause -> "WHEN " + when(clause) + " THEN " + value.of(clause))
        .collect(Collectors.joining(" ", "CASE ", " END"));
  }

  private String when(Merge.Clause clause) {
    String matched = quoted(merge.targetAlias()) + "." + MATCHED;
    return (clause.action() == Merge.Action.INSERT ? matched + " IS NULL" : matched)
        + clause.condition().map(condition -> " AND (" + condition + ")").orElse("");
  }

  private static String recordType(Merge.Clause clause) {
    return switch (clause.action()) {
      case UPDATE -> "UPDATE";
      case DELETE -> "DELETE";
      case INSERT -> "PUT";
    };
  }

  private String value(Merge.Clause clause, StructField field) {
    String ofTarget = ofTarget(field.name());
    String ofSource = ofSource(field.name());
    return switch (clause.action()) {
      case DELETE -> key.contains(field.name()) ? ofTarget : "NULL";
      case UPDATE -> {
        if (key.contains(field.name())) {
          yield ofTarget;
        }
        yield clause.columns().isEmpty() ? ofSource : assigned(clause, field, ofTarget);
      }
      case INSERT -> clause.columns().isEmpty() ? ofSource : assigned(clause, field, "NULL");
    };
  }

  private static String assigned(Merge.Clause clause, StructField field, String otherwise) {
    for (int at = 0; at < clause.columns().size(); at++) {
      if (clause.columns().get(at).equalsIgnoreCase(field.name())) {
        return "(" + clause.values().get(at) + ")";
      }
    }
    return otherwise;
  }

  /**
   * Refuses columns that the table or the source lacks, and changes of the key.
   *
   * @param name of the table
   * @param source the columns of the rows that come in
   */
  void check(String name, List<String> source) throws InvalidStatementException {
    requireInSource(name, source);
    MergeKey sameKey =
        new MergeKey(merge.condition().orElseGet(this::sameKey), merge.targetAlias());
    for (Merge.Clause clause : merge.clauses()) {
      for (int at = 0; at < clause.columns().size(); at++) {
        String column = clause.columns().get(at);
        if (List.of(table.fieldNames()).stream().noneMatch(column::equalsIgnoreCase)) {
          throw new InvalidStatementException(
              "Column "
                  + column
                  + " of "
                  + clause.action()
                  + " is no column of "
                  + name
                  + ", which has "
                  + String.join(", ", table.fieldNames())
                  + ".");
        }
        if (clause.action() == Merge.Action.UPDATE
            && key.stream().anyMatch(column::equalsIgnoreCase)
            && !sameKey.has(column, clause.values().get(at))) {
          throw new InvalidStatementException(
              "Column "
                  + column
                  + " is of the key of "
                  + name
                  + ", which no update can change: leave it out of SET, or set it to what ON says it equals.");
        }
      }
      requireKey(clause, name);
    }
  }

  /** Those that the statement means without naming them. */
  private void requireInSource(String name, List<String> source) throws InvalidStatementException {
    if (merge.condition().isEmpty()) {
      require(source, key, "MERGE without ON finds rows of " + name + " by their key", "write ON");
    }
    for (Merge.Clause clause : merge.clauses()) {
      if (clause.columns().isEmpty() && clause.action() != Merge.Action.DELETE) {
        boolean update = clause.action() == Merge.Action.UPDATE;
        List<String> columns = new ArrayList<>(List.of(table.fieldNames()));
        if (update) { // A matched row has its key.
          columns.removeAll(key);
        }
        String star = update ? "UPDATE SET *" : "INSERT *";
        require(source, columns, star + " takes every column of " + name, "list the columns");
      }
    }
  }

  private static void require(
      List<String> source, List<String> columns, String reason, String otherwise)
      throws InvalidStatementException {
    for (String column : columns) {
      if (source.stream().noneMatch(column::equalsIgnoreCase)) {
        throw new InvalidStatementException(
            reason
                + ", and its source has no column "
                + column
                + ": name one so with AS, or "
                + otherwise
                + ".");
      }
    }
  }

  private void requireKey(Merge.Clause clause, String name) throws InvalidStatementException {
    if (clause.action() != Merge.Action.INSERT || clause.columns().isEmpty()) {
      return;
    }
    List<String> given =
        clause.columns().stream().map(column -> column.toLowerCase(Locale.ROOT)).toList();
    for (String column : key) {
      if (!given.contains(column.toLowerCase(Locale.ROOT))) {
        throw new InvalidStatementException(
            "INSERT lacks the key column " + column + " of " + name + ": add it to the columns.");
      }
    }
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
