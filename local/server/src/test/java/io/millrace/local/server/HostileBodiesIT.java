package io.millrace.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.sun.management.ThreadMXBean;
import io.millrace.local.server.http.RawConnection;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.plainbuffer.RowCodec;
import io.millrace.protocol.wire.BatchGetRowRequest;
import io.millrace.protocol.wire.BatchWriteRowRequest;
import io.millrace.protocol.wire.CapacityUnit;
import io.millrace.protocol.wire.Condition;
import io.millrace.protocol.wire.CreateTableRequest;
import io.millrace.protocol.wire.CreateTunnelRequest;
import io.millrace.protocol.wire.DescribeTableRequest;
import io.millrace.protocol.wire.Direction;
import io.millrace.protocol.wire.GetRangeRequest;
import io.millrace.protocol.wire.GetRowRequest;
import io.millrace.protocol.wire.OperationType;
import io.millrace.protocol.wire.PrimaryKeySchema;
import io.millrace.protocol.wire.PrimaryKeyType;
import io.millrace.protocol.wire.PutRowRequest;
import io.millrace.protocol.wire.ReadRecordsRequest;
import io.millrace.protocol.wire.ReservedThroughput;
import io.millrace.protocol.wire.RowExistenceExpectation;
import io.millrace.protocol.wire.RowInBatchWriteRowRequest;
import io.millrace.protocol.wire.StreamSpecification;
import io.millrace.protocol.wire.TableInBatchGetRowRequest;
import io.millrace.protocol.wire.TableInBatchWriteRowRequest;
import io.millrace.protocol.wire.TableMeta;
import io.millrace.protocol.wire.TableOptions;
import io.millrace.protocol.wire.Tunnel;
import io.millrace.protocol.wire.TunnelType;
import io.millrace.protocol.wire.UpdateRowRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Sends bodies that were right until bytes of them were changed. Each is answered with a value or
 * an error of the caller's, and costs no more memory than a large request that is right. The number
 * of bodies is the system property {@code millrace.hostile.bodies}, the seed {@code
 * millrace.hostile.seed}.
 */
class HostileBodiesIT {
  /** What one request may allocate at most; a right one of 4 MB takes more. */
  private static final long CAP = 64L << 20;

  private static final Condition IGNORE =
      Condition.newBuilder().setRowExistence(RowExistenceExpectation.IGNORE).build();

  private final long seed =
      Long.getLong("millrace.hostile.seed", new Random().nextLong(1_000_000_000));
  private final Random random = new Random(seed);
  private final RowCodec codec = new RowCodec();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A request that is right. */
  private record Good(String operation, byte[] body) {}

  @Test
  void eachIsAnsweredWithinTheCap() throws IOException {
    int bodies = Integer.getInteger("millrace.hostile.bodies", 20_000);
    List<Good> good = good();
    int refused = 0;
    long largest = 0;
    try (LocalTablestore server = LocalTablestore.builder().lenient(true).start()) {
      try (RawConnection connection = new RawConnection(server.port())) {
        for (Good each : good) {
          assertThat(send(connection, each.operation, each.body).status())
              .as(each.operation)
              .isEqualTo(each.operation.equals("tunnel/readrecords") ? 400 : 200);
        }
        for (int i = 0; i < bodies; i++) {
          Good each = good.get(random.nextInt(good.size()));
          byte[] body = mutate(each.body, good);
          String what =
              "seed %d body %d, %s: %s".formatted(seed, i, each.operation, Arrays.toString(body));
          long before = allocated();
          RawConnection.Response response = send(connection, each.operation, body);
          largest = Math.max(largest, allocated() - before);
          assertThat(largest).as(what).isLessThan(CAP);
          if (response.status() != 200) {
            refused++;
            assertThat(response.status()).as(what).isBetween(400, 499);
            assertThat(SignedCall.error(response).getCode()).as(what).startsWith("OTS");
          }
        }
      }
      assertThat(refused).isGreaterThan(bodies / 10).isLessThan(bodies);
      try (RawConnection connection = new RawConnection(server.port())) {
        assertThat(send(connection, "ListTable", new byte[0]).status()).isEqualTo(200);
      }
    }
  }

  private static RawConnection.Response send(
      RawConnection connection, String operation, byte[] body) throws IOException {
    connection.send(new SignedCall(operation).body(body).sign().bytes());
    return connection.receive();
  }

  /** The bytes that the server's threads have allocated so far; it is asked one thing at a time. */
  private long allocated() {
    long sum = 0;
    for (java.lang.management.ThreadInfo thread :
        threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith("millrace-")) {
        sum += threads.getThreadAllocatedBytes(thread.getThreadId());
      }
    }
    return sum;
  }

  private byte[] mutate(byte[] body, List<Good> good) {
    byte[] mutated = body.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      mutated = mutateOnce(mutated, good);
    }
    return mutated;
  }

  private byte[] mutateOnce(byte[] body, List<Good> good) {
    if (body.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(body.length);
    switch (random.nextInt(8)) {
      case 0 -> body[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> body[at] = (byte) random.nextInt();
      case 2 -> {
        return Arrays.copyOf(body, at);
      }
      case 3 -> {
        return splice(body, at, at, new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f});
      }
      case 4 -> {
        return splice(body, at, Math.min(body.length, at + 1 + random.nextInt(8)), new byte[0]);
      }
      case 5 -> {
        int to = Math.min(body.length, at + 1 + random.nextInt(200));
        byte[] part = Arrays.copyOfRange(body, at, to);
        return body.length > 20_000 ? body : splice(body, to, to, part);
      }
      case 6 -> {
        byte[] other = good.get(random.nextInt(good.size())).body;
        int from = random.nextInt(other.length);
        return splice(body, at, body.length, Arrays.copyOfRange(other, from, other.length));
      }
      default -> {
        // A length of 32 bits, as the row format has them, that is the largest or negative.
        byte[] length = {
          (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) (random.nextInt(2) * 0x80 + 0x7f)
        };
        return splice(body, at, Math.min(body.length, at + 4), length);
      }
    }
    return body;
  }

  private static byte[] splice(byte[] body, int from, int to, byte[] part) {
    byte[] spliced = Arrays.copyOf(body, from + part.length + body.length - to);
    System.arraycopy(part, 0, spliced, from, part.length);
    System.arraycopy(body, to, spliced, from + part.length, body.length - to);
    return spliced;
  }

  private List<Good> good() {
    List<Good> good = new ArrayList<>();
    good.add(
        new Good(
            "CreateTable",
            CreateTableRequest.newBuilder()
                .setTableMeta(
                    TableMeta.newBuilder()
                        .setTableName("t")
                        .addPrimaryKey(
                            PrimaryKeySchema.newBuilder()
                                .setName("a")
                                .setType(PrimaryKeyType.STRING))
                        .addPrimaryKey(
                            PrimaryKeySchema.newBuilder()
                                .setName("b")
                                .setType(PrimaryKeyType.INTEGER)))
                .setReservedThroughput(
                    ReservedThroughput.newBuilder()
                        .setCapacityUnit(CapacityUnit.newBuilder().setRead(0).setWrite(0)))
                .setTableOptions(TableOptions.newBuilder().setTimeToLive(-1).setMaxVersions(2))
                .setStreamSpec(
                    StreamSpecification.newBuilder().setEnableStream(true).setExpirationTime(24))
                .build()
                .toByteArray()));
    ByteString row =
        codec.encodeRow(
            Row.of(
                key(1),
                Cell.put("i", Value.of(7)),
                Cell.put("s", Value.of("some text")),
                Cell.put("d", Value.of(0.5), System.currentTimeMillis()),
                Cell.put("y", Value.of(true)),
                Cell.put("z", Value.ofBinary(new byte[40]))));
    ByteString update =
        codec.encodeRow(
            Row.of(
                key(1),
                Cell.increment("i", 2),
                Cell.deleteAllVersions("s"),
                Cell.deleteOneVersion("d", 1_000)));
    good.add(
        new Good(
            "PutRow",
            PutRowRequest.newBuilder()
                .setTableName("t")
                .setRow(row)
                .setCondition(IGNORE)
                .build()
                .toByteArray()));
    good.add(
        new Good(
            "UpdateRow",
            UpdateRowRequest.newBuilder()
                .setTableName("t")
                .setRowChange(update)
                .setCondition(IGNORE)
                .build()
                .toByteArray()));
    good.add(
        new Good(
            "GetRow",
            GetRowRequest.newBuilder()
                .setTableName("t")
                .setPrimaryKey(codec.encodeKey(key(1)))
                .setMaxVersions(1)
                .addColumnsToGet("i")
                .build()
                .toByteArray()));
    TableInBatchWriteRowRequest.Builder writes =
        TableInBatchWriteRowRequest.newBuilder().setTableName("t");
    TableInBatchGetRowRequest.Builder reads =
        TableInBatchGetRowRequest.newBuilder().setTableName("t").setMaxVersions(1);
    for (int i = 0; i < 5; i++) {
      writes.addRows(
          RowInBatchWriteRowRequest.newBuilder()
              .setType(OperationType.PUT)
              .setRowChange(row)
              .setCondition(IGNORE));
      reads.addPrimaryKey(codec.encodeKey(key(i)));
    }
    good.add(
        new Good(
            "BatchWriteRow",
            BatchWriteRowRequest.newBuilder().addTables(writes).build().toByteArray()));
    good.add(
        new Good(
            "BatchGetRow", BatchGetRowRequest.newBuilder().addTables(reads).build().toByteArray()));
    good.add(
        new Good(
            "GetRange",
            GetRangeRequest.newBuilder()
                .setTableName("t")
                .setDirection(Direction.FORWARD)
                .setMaxVersions(1)
                .setInclusiveStartPrimaryKey(codec.encodeKey(bound(Value.INF_MIN)))
                .setExclusiveEndPrimaryKey(codec.encodeKey(bound(Value.INF_MAX)))
                .build()
                .toByteArray()));
    good.add(
        new Good(
            "DescribeTable",
            DescribeTableRequest.newBuilder().setTableName("t").build().toByteArray()));
    good.add(
        new Good(
            "tunnel/create",
            CreateTunnelRequest.newBuilder()
                .setTunnel(
                    Tunnel.newBuilder()
                        .setTableName("t")
                        .setTunnelName("n")
                        .setTunnelType(TunnelType.BASE_AND_STREAM))
                .build()
                .toByteArray()));
    good.add(
        new Good(
            "tunnel/readrecords",
            ReadRecordsRequest.newBuilder()
                .setTunnelId("4e2a4f2c-0000-0000-0000-000000000000")
                .setClientId("c")
                .setChannelId("x")
                .setToken("CAESAA==")
                .build()
                .toByteArray()));
    return good;
  }

  private static PrimaryKey key(long b) {
    return PrimaryKey.of(
        new PrimaryKeyColumn("a", Value.of("key")), new PrimaryKeyColumn("b", Value.of(b)));
  }

  private static PrimaryKey bound(Value value) {
    return PrimaryKey.of(new PrimaryKeyColumn("a", value), new PrimaryKeyColumn("b", value));
  }
}
