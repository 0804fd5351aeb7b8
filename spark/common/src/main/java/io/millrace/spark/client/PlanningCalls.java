package io.millrace.spark.client;

import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DeleteTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableResponse;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.ListTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelInfo;
import io.millrace.protocol.error.ErrorCode;
import io.millrace.spark.error.InvalidTunnelException;
import io.millrace.spark.error.MillraceException;
import io.millrace.spark.error.UnknownObjectException;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.TunnelChoice;
import io.millrace.spark.schema.TableKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * What a statement asks the service while it is planned. Each call is repeated for a short time; a
 * failure becomes one sentence for the user.
 */
public final class PlanningCalls implements AutoCloseable {

  private static final Duration RETRY_TIME = Duration.ofSeconds(4);

  private final Connection connection;
  private final SharedClients clients;
  private final RetryLoop retries;

  /** Calls for a statement whose user waits for it: repeated for a few seconds at most. */
  public PlanningCalls(Connection connection) {
    this(connection, RETRY_TIME);
  }

  /**
   * Calls on behalf of a query that nobody waits for.
   *
   * @param retryTime how long they are repeated
   */
  public PlanningCalls(Connection connection, Duration retryTime) {
    this.connection = connection;
    retries = RetryLoop.lasting(retryTime);
    clients = SharedClients.open(connection);
  }

  /** The key of a table that must exist. */
  public TableKey describeTable(String table) {
    return TableKey.of(description(table).getTableMeta());
  }

  /** All that the service tells of a table that must exist. */
  public DescribeTableResponse description(String table) {
    return call(
        table,
        "describing table " + table,
        () -> clients.sync().describeTable(new DescribeTableRequest(table)));
  }

  /** The same of a table that may not exist. */
  public Optional<DescribeTableResponse> findDescription(String table) {
    return find(
        table,
        "describing table " + table,
        () -> clients.sync().describeTable(new DescribeTableRequest(table)),
        ErrorCode.OBJECT_NOT_EXIST);
  }

  /** The names of all tables of the instance. */
  public List<String> tables() {
    return call("*", "listing tables", () -> clients.sync().listTable()).getTableNames();
  }

  /** Whether there is an instance of the connection's name. */
  public boolean reachesInstance() {
    try {
      retries.call("listing tables", () -> clients.sync().listTable());
      return true;
    } catch (RuntimeException e) {
      MillraceException failure = CallFailures.describe(e, connection, "*");
      if (failure instanceof UnknownObjectException) {
        return false;
      }
      throw failure.unchecked();
    }
  }

  /** Makes a table; false when there is one of its name. */
  public boolean createTable(CreateTableRequest request) {
    String table = request.getTableMeta().getTableName();
    return find(
            table,
            "creating table " + table,
            () -> clients.sync().createTable(request),
            ErrorCode.OBJECT_ALREADY_EXIST)
        .isPresent();
  }

  /** Deletes a table; false when there is none of that name. */
  public boolean deleteTable(String table) {
    return find(
            table,
            "deleting table " + table,
            () -> clients.sync().deleteTable(new DeleteTableRequest(table)),
            ErrorCode.OBJECT_NOT_EXIST)
        .isPresent();
  }

  /** The first rows of a table, as many as asked for or all there are. */
  public List<Row> sample(TableMeta table, int rows) {
    RangeRowQueryCriteria range = new RangeRowQueryCriteria(table.getTableName());
    PrimaryKeyBuilder start = PrimaryKeyBuilder.createPrimaryKeyBuilder();
    PrimaryKeyBuilder end = PrimaryKeyBuilder.createPrimaryKeyBuilder();
    for (PrimaryKeySchema column : table.getPrimaryKeyList()) {
      start.addPrimaryKeyColumn(column.getName(), PrimaryKeyValue.INF_MIN);
      end.addPrimaryKeyColumn(column.getName(), PrimaryKeyValue.INF_MAX);
    }
    range.setInclusiveStartPrimaryKey(start.build());
    range.setExclusiveEndPrimaryKey(end.build());
    range.setMaxVersions(1);
    range.setLimit(rows);
    return call(
            table.getTableName(),
            "reading rows of table " + table.getTableName(),
            () -> clients.sync().getRange(new GetRangeRequest(range)))
        .getRows();
  }

  /** Checks the tunnel that a stream is to read; one that it is to make need not be there. */
  public void checkTunnel(String table, TunnelChoice choice) {
    findTunnel(table, choice);
  }

  /** The tunnel that a stream is to read; none when the stream is to make it. */
  public Optional<TunnelInfo> findTunnel(String table, TunnelChoice choice) {
    if (choice.id() != null) {
      return Optional.of(findTunnel(table, choice.id()));
    }
    List<TunnelInfo> tunnels = tunnelsOf(table);
    Optional<TunnelInfo> found =
        tunnels.stream().filter(info -> info.getTunnelName().equals(choice.name())).findFirst();
    found.ifPresent(tunnel -> checkExpiry(table, tunnel));
    if (found.isEmpty() && !choice.creates()) {
      List<String> known = tunnels.stream().map(TunnelInfo::getTunnelName).toList();
      throw new UnknownObjectException(
              "Table "
                  + table
                  + " has no tunnel with the name "
                  + choice.name()
                  + ": "
                  + (known.isEmpty()
                      ? "create it, or set tunnel.create to true."
                      : "give one of its tunnels as tunnel.name ("
                          + String.join(", ", known)
                          + "), or set tunnel.create to true."))
          .unchecked();
    }
    return found;
  }

  /** Makes a tunnel on a table. */
  public TunnelInfo createTunnel(String table, CreateTunnelRequest request) {
    try {
      retries.call(
          "creating tunnel " + request.getTunnelName(),
          () -> clients.tunnel().createTunnel(request));
    } catch (RuntimeException e) {
      if (!Failures.is(e, ErrorCode.TUNNEL_EXIST)) {
        throw CallFailures.describe(e, connection, request).unchecked();
      }
    }
    return tunnelsOf(table).stream()
        .filter(info -> info.getTunnelName().equals(request.getTunnelName()))
        .findFirst()
        .orElseThrow(
            () ->
                new UnknownObjectException(
                        "Tunnel "
                            + request.getTunnelName()
                            + " of table "
                            + table
                            + " was dropped right after it was created: start again.")
                    .unchecked());
  }

  /** The tunnel with an ID, which must be a tunnel of the table and still usable. */
  public TunnelInfo findTunnel(String table, String tunnelId) {
    TunnelInfo tunnel =
        tunnelsOf(table).stream()
            .filter(info -> info.getTunnelId().equals(tunnelId))
            .findFirst()
            .orElseThrow(() -> notATunnelOf(table, tunnelId));
    checkExpiry(table, tunnel);
    return tunnel;
  }

  private static void checkExpiry(String table, TunnelInfo tunnel) {
    if (tunnel.isExpired()) {
      throw new InvalidTunnelException(
              "Tunnel "
                  + tunnel.getTunnelId()
                  + " of table "
                  + table
                  + " has expired, so that changes are lost to it: create a new tunnel and start"
                  + " with a new checkpointLocation.")
          .unchecked();
    }
  }

  private RuntimeException notATunnelOf(String table, String tunnelId) {
    Optional<String> owner =
        call(table, "listing tables", () -> clients.sync().listTable()).getTableNames().stream()
            .filter(other -> !other.equals(table))
            .filter(
                other ->
                    tunnelsOf(other).stream().anyMatch(info -> info.getTunnelId().equals(tunnelId)))
            .findFirst();
    if (owner.isPresent()) {
      return new InvalidTunnelException(
              "Tunnel "
                  + tunnelId
                  + " belongs to table "
                  + owner.get()
                  + ", not to table "
                  + table
                  + ": give the ID of a tunnel of "
                  + table
                  + " as tunnel.id.")
          .unchecked();
    }
    List<String> known = tunnelsOf(table).stream().map(PlanningCalls::show).toList();
    return new UnknownObjectException(
            "Tunnel "
                + tunnelId
                + " does not exist on table "
                + table
                + ": "
                + (known.isEmpty()
                    ? "create a tunnel on the table and give its ID as tunnel.id."
                    : "give one of its tunnels as tunnel.id: " + String.join(", ", known) + "."))
        .unchecked();
  }

  private static String show(TunnelInfo tunnel) {
    return tunnel.getTunnelId() + " (" + tunnel.getTunnelName() + ")";
  }

  private List<TunnelInfo> tunnelsOf(String table) {
    try {
      return retries
          .call(
              "listing tunnels of " + table,
              () -> clients.tunnel().listTunnel(new ListTunnelRequest(table)))
          .getTunnelInfos();
    } catch (RuntimeException e) {
      if (Failures.is(e, ErrorCode.OBJECT_NOT_EXIST)) {
        return List.of();
      }
      description(table); // Says better that there is no such table.
      throw CallFailures.describe(e, connection, table).unchecked();
    }
  }

  /** Calls, and takes one kind of refusal for an empty answer. */
  private <T> Optional<T> find(
      String table, String what, Callable<T> attempt, ErrorCode emptyAnswer) {
    try {
      return Optional.of(retries.call(what, attempt));
    } catch (RuntimeException e) {
      if (Failures.is(e, emptyAnswer)) {
        return Optional.empty();
      }
      throw CallFailures.describe(e, connection, table).unchecked();
    }
  }

  private <T> T call(String table, String what, Callable<T> attempt) {
    try {
      return retries.call(what, attempt);
    } catch (RuntimeException e) {
      throw CallFailures.describe(e, connection, table).unchecked();
    }
  }

  @Override
  public void close() {
    clients.close();
  }
}
