package io.millrace.spark.sql;

import com.alicloud.openservices.tablestore.model.tunnel.ChannelInfo;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelResponse;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelInfo;
import io.millrace.spark.source.TableTunnels;
import io.millrace.spark.source.TablestoreStatements;
import io.millrace.spark.source.TablestoreTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** What is done to the tunnels of a table. */
record TunnelCommands(SparkSession session) {

  static final List<String> LIST = List.of("tunnel", "id", "type", "stage", "expired", "created");
  static final List<String> DESCRIPTION = List.of("property", "value");

  private TableTunnels of(QualifiedName name) throws InvalidStatementException {
    // Refuses views and names that are not there, with the nearest one.
    TableAccess.of(session, name, "tunnels belong to tables");
    try {
      TablestoreTable table =
          TablestoreStatements.find(session, name.sql())
              .orElseThrow(
                  () ->
                      new InvalidStatementException(
                          name
                              + " is no table of the data source tablestore: only those have tunnels."));
      return new TableTunnels(table);
    } catch (InvalidStatementException refused) {
      throw refused;
    } catch (AnalysisException gone) {
      throw SparkErrors.rethrown(gone);
    }
  }

  List<Row> list(Statement.ShowTunnels statement) throws InvalidStatementException {
    try (TableTunnels tunnels = of(statement.table())) {
      return tunnels.list().stream()
          .map(
              tunnel ->
                  (Row)
                      RowFactory.create(
                          tunnel.getTunnelName(),
                          tunnel.getTunnelId(),
                          tunnel.getTunnelType().name(),
                          tunnel.getStage().name(),
                          Boolean.toString(tunnel.isExpired()),
                          Instant.ofEpochMilli(tunnel.getCreateTime()).toString()))
          .toList();
    }
  }

  List<Row> describe(Statement.DescribeTunnel statement) throws InvalidStatementException {
    try (TableTunnels tunnels = of(statement.table())) {
      if (tunnels.find(statement.name()).isEmpty()) {
        throw missing(tunnels, statement.name());
      }
      DescribeTunnelResponse described = tunnels.describe(statement.name());
      TunnelInfo tunnel = described.getTunnelInfo();
      List<Row> rows = new ArrayList<>();
      rows.add(RowFactory.create("Name", tunnel.getTunnelName()));
      rows.add(RowFactory.create("Id", tunnel.getTunnelId()));
      rows.add(RowFactory.create("Table", tunnels.table()));
      rows.add(RowFactory.create("Type", tunnel.getTunnelType().name()));
      rows.add(RowFactory.create("Stage", tunnel.getStage().name()));
      rows.add(RowFactory.create("Expired", Boolean.toString(tunnel.isExpired())));
      rows.add(
          RowFactory.create("Created", Instant.ofEpochMilli(tunnel.getCreateTime()).toString()));
      for (ChannelInfo channel : described.getChannelInfos()) {
        rows.add(RowFactory.create("Channel " + channel.getChannelId(), channel(channel)));
      }
      return rows;
    }
  }

  private static String channel(ChannelInfo channel) {
    return channel.getChannelType()
        + " "
        + channel.getChannelStatus()
        + ", "
        + channel.getChannelCount()
        + " rows delivered"
        + (channel.getChannelConsumePoint() == null
                || channel.getChannelConsumePoint().getTime() == 0
            ? ""
            : " up to " + channel.getChannelConsumePoint().toInstant());
  }

  void create(Statement.CreateTunnel statement) {
    try (TableTunnels tunnels = of(statement.table())) {
      CreateTunnelRequest request =
          TunnelOptions.request(tunnels.table(), statement.name(), statement.options());
      if (tunnels.find(statement.name()).isEmpty()) {
        tunnels.create(request);
      } else if (!statement.ifNotExists()) {
        throw new InvalidStatementException(
            "Table "
                + statement.table()
                + " already has a tunnel "
                + statement.name()
                + ": choose another name, or add IF NOT EXISTS.");
      }
    } catch (InvalidStatementException refused) {
      throw refused.unchecked();
    }
  }

  void drop(Statement.DropTunnel statement) {
    try (TableTunnels tunnels = of(statement.table())) {
      if (tunnels.find(statement.name()).isPresent()) {
        tunnels.drop(statement.name());
      } else if (!statement.ifExists()) {
        throw missing(tunnels, statement.name());
      }
    } catch (InvalidStatementException refused) {
      throw refused.unchecked();
    }
  }

  private static InvalidStatementException missing(TableTunnels tunnels, String name) {
    return new InvalidStatementException(
        "There is no tunnel " + name + " on table " + tunnels.table() + tunnels.nearest(name));
  }
}
