package io.millrace.spark.source;

import com.alicloud.openservices.tablestore.ClientException;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DeleteTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelResponse;
import com.alicloud.openservices.tablestore.model.tunnel.ListTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelInfo;
import io.millrace.spark.client.CallFailures;
import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.SharedClients;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.DefinitionOptions;
import io.millrace.spark.options.NearestName;
import io.millrace.spark.options.OptionUse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The tunnels of the table behind a Spark table. Every failure is a {@code MillraceException} of
 * one sentence. Close it after use.
 */
public final class TableTunnels implements AutoCloseable {

  private static final Duration RETRY_TIME = Duration.ofSeconds(4);

  private final Connection connection;
  private final String table;
  private final SharedClients clients;

  /** The tunnels of a table whose options are right. */
  public TableTunnels(TablestoreTable table) {
    table.options().check(OptionUse.TABLE);
    this.connection = Connection.of(table.options());
    this.table = table.options().get(DefinitionOptions.TABLE_NAME);
    this.clients = SharedClients.open(connection);
  }

  /** The table's name in its instance. */
  public String table() {
    return table;
  }

  /** All of them. */
  public List<TunnelInfo> list() {
    return repeated(
        "listing tunnels of " + table,
        () -> clients.tunnel().listTunnel(new ListTunnelRequest(table)).getTunnelInfos());
  }

  /** The tunnel of a name, if there is one. */
  public Optional<TunnelInfo> find(String name) {
    return list().stream().filter(tunnel -> tunnel.getTunnelName().equals(name)).findFirst();
  }

  /** The end of the sentence that there is no tunnel of a name. */
  public String nearest(String name) {
    List<String> names = list().stream().map(TunnelInfo::getTunnelName).toList();
    return NearestName.of(name, names)
        .map(near -> ": did you mean " + near + "?")
        .orElse(
            names.isEmpty()
                ? ", which has none: make one with CREATE TUNNEL."
                : ", which has " + String.join(", ", names) + ".");
  }

  /** A tunnel with its channels. */
  public DescribeTunnelResponse describe(String name) {
    return repeated(
        "describing tunnel " + name,
        () -> clients.tunnel().describeTunnel(new DescribeTunnelRequest(table, name)));
  }

  /** Makes a tunnel of a name that is free; once, since a second attempt would meet the first. */
  public void create(CreateTunnelRequest request) {
    try {
      clients.tunnel().createTunnel(request);
    } catch (ClientException unanswered) {
      if (find(request.getTunnelName()).isEmpty()) {
        throw CallFailures.describe(unanswered, connection, table).unchecked();
      }
    } catch (RuntimeException failed) {
      throw CallFailures.describe(failed, connection, request).unchecked();
    }
  }

  /** Deletes a tunnel with its positions; once, for the same reason. */
  public void drop(String name) {
    try {
      clients.tunnel().deleteTunnel(new DeleteTunnelRequest(table, name));
    } catch (ClientException unanswered) {
      if (find(name).isPresent()) {
        throw CallFailures.describe(unanswered, connection, table).unchecked();
      }
    } catch (RuntimeException failed) {
      throw CallFailures.describe(failed, connection, table).unchecked();
    }
  }

  private <T> T repeated(String what, Callable<T> attempt) {
    try {
      return RetryLoop.lasting(RETRY_TIME).call(what, attempt);
    } catch (RuntimeException failed) {
      throw CallFailures.describe(failed, connection, table).unchecked();
    }
  }

  @Override
  public void close() {
    clients.close();
  }
}
