package io.millrace.spark.sql;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The columns that a topic of Kafka is written with. Spark's sink looks for them when it writes its
 * first batch, and passes over all others.
 *
 * @param table the table's name, for messages
 * @param options of the table
 */
record KafkaColumns(String table, Map<String, String> options) {
  static final String PROVIDER = "kafka";

  private static final String TOPIC = "topic";
  private static final String SUBSCRIBE = "subscribe";

  private static final StructType ALL =
      StructType.fromDDL(
          "key BINARY, value BINARY, topic STRING, partition INT,"
              + " headers ARRAY<STRUCT<key: STRING, value: BINARY>>");

  /** The query with those of them that it has, {@code key} and {@code value} as bytes or text. */
  Dataset<Row> align(Dataset<Row> query) {
    if (find(query, "value").isEmpty()) {
      throw new InvalidStatementException(
              "The query has no column value, without which the topic of "
                  + table
                  + " takes no row: name one of its columns so with AS.")
          .unchecked();
    }
    StructType schema = new StructType();
    for (StructField field : ALL.fields()) {
      schema =
          schema.add(
              field.name(),
              find(query, field.name()).map(given -> type(field, given)).orElse(field.dataType()));
    }
    return withTopic(
        new SinkColumns(table, schema)
            .align(query)
            .select(
                Arrays.stream(ALL.fieldNames())
                    .filter(name -> find(query, name).isPresent())
                    .map(name -> col(name))
                    .toArray(Column[]::new)));
  }

  /**
   * A topic that the table reads alone is the one that it writes where nothing names another, as in
   * the dialect's samples.
   */
  private Dataset<Row> withTopic(Dataset<Row> query) {
    CaseInsensitiveStringMap named = new CaseInsensitiveStringMap(options);
    String read = named.getOrDefault(SUBSCRIBE, "").strip();
    return named.containsKey(TOPIC)
            || find(query, TOPIC).isPresent()
            || read.isEmpty()
            || read.contains(",")
        ? query
        : query.withColumn(TOPIC, lit(read));
  }

  private static DataType type(StructField field, StructField given) {
    boolean bytesOrText = field.dataType().equals(DataTypes.BinaryType);
    return bytesOrText && !given.dataType().equals(DataTypes.BinaryType)
        ? DataTypes.StringType
        : field.dataType();
  }

  private static Optional<StructField> find(Dataset<Row> query, String name) {
    return Arrays.stream(query.schema().fields())
        .filter(field -> field.name().equalsIgnoreCase(name))
        .findFirst();
  }
}
