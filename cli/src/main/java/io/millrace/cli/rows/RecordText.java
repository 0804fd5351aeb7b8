package io.millrace.cli.rows;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.RecordColumn;
import com.alicloud.openservices.tablestore.model.StreamRecord;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.commons.csv.CSVFormat;

/** Records of a tunnel as one line of text each. */
public final class RecordText {
  private RecordText() {}

  /** For people: {@code PUT ["u1","o1"] price=15.3}. */
  public static String line(StreamRecord record) {
    StringBuilder line = new StringBuilder();
    line.append(String.format("%-6s  ", record.getRecordType()));
    line.append(KeyJson.write(record.getPrimaryKey()));
    for (RecordColumn column : record.getColumns()) {
      Column cell = column.getColumn();
      line.append("  ").append(cell.getName());
      line.append(
          switch (column.getColumnType()) {
            case PUT -> "=" + JsonText.write(JsonText.node(cell.getValue()));
            case DELETE_ONE_VERSION -> " deleted @" + cell.getTimestamp();
            case DELETE_ALL_VERSION -> " deleted";
          });
    }
    return line.toString();
  }

  /**
   * A JSON object with the key and cells as in a row, the action, the channel and the time of the
   * change.
   */
  public static String json(String channel, StreamRecord record) {
    ObjectNode node = JsonText.NODES.objectNode();
    node.put("action", record.getRecordType().name());
    node.put("time", time(record));
    node.put("channel", channel);
    node.putObject("PK").set("Values", KeyJson.node(record.getPrimaryKey()));
    node.putObject("Attr").set("Values", cells(record));
    return JsonText.write(node);
  }

  /** The fields action, time, channel, key and columns; the last two are JSON. */
  public static String csv(String channel, StreamRecord record) {
    return CSVFormat.RFC4180.format(
        record.getRecordType().name(),
        time(record),
        channel,
        KeyJson.write(record.getPrimaryKey()),
        JsonText.write(cells(record)));
  }

  private static ArrayNode cells(StreamRecord record) {
    ArrayNode cells = JsonText.NODES.arrayNode();
    for (RecordColumn column : record.getColumns()) {
      Column cell = column.getColumn();
      switch (column.getColumnType()) {
        case PUT -> cells.add(CellJson.node(cell));
        case DELETE_ONE_VERSION ->
            cells
                .addObject()
                .put("C", cell.getName())
                .put("Deleted", "one version")
                .put("TS", cell.getTimestamp());
        case DELETE_ALL_VERSION ->
            cells.addObject().put("C", cell.getName()).put("Deleted", "all versions");
      }
    }
    return cells;
  }

  /** When the change was made; null for a row of the full data, which is no change. */
  private static String time(StreamRecord record) {
    long micros = record.getSequenceInfo() == null ? 0 : record.getSequenceInfo().getTimestamp();
    return micros <= 0 ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }
}
