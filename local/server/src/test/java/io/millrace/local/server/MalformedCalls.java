package io.millrace.local.server;

import static io.millrace.local.server.SignedCall.error;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.millrace.local.server.http.RawConnection;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.plainbuffer.RowCodec;
import io.millrace.protocol.wire.CapacityUnit;
import io.millrace.protocol.wire.Condition;
import io.millrace.protocol.wire.CreateTableRequest;
import io.millrace.protocol.wire.Filter;
import io.millrace.protocol.wire.FilterType;
import io.millrace.protocol.wire.PrimaryKeyOption;
import io.millrace.protocol.wire.PrimaryKeySchema;
import io.millrace.protocol.wire.PrimaryKeyType;
import io.millrace.protocol.wire.ReservedThroughput;
import io.millrace.protocol.wire.RowExistenceExpectation;
import io.millrace.protocol.wire.TableMeta;
import io.millrace.protocol.wire.TableOptions;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;

/** Calls that no official client makes, or that it refuses to make, and their answers. */
abstract class MalformedCalls {
  static final RowCodec CODEC = new RowCodec();
  static final Condition ANY =
      Condition.newBuilder().setRowExistence(RowExistenceExpectation.IGNORE).build();
  static final ByteString GARBAGE = ByteString.copyFrom(new byte[] {(byte) 0xff, 1, 2});

  private static LocalTablestore server;

  @BeforeAll
  static void start() throws IOException {
    server = LocalTablestore.start();
    assertThat(send("CreateTable", table("t").build()).status()).isEqualTo(200);
    CreateTableRequest.Builder numbered = table("numbered");
    numbered
        .getTableMetaBuilder()
        .addPrimaryKey(
            PrimaryKeySchema.newBuilder()
                .setName("n")
                .setType(PrimaryKeyType.INTEGER)
                .setOption(PrimaryKeyOption.AUTO_INCREMENT));
    assertThat(send("CreateTable", numbered.build()).status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static DynamicTest invalid(
      String name, String message, String operation, MessageLite.Builder request) {
    return invalid(name, message, operation, request.build());
  }

  static DynamicTest invalid(String name, String message, String operation, MessageLite request) {
    return invalid(name, message, operation, request.toByteString());
  }

  static DynamicTest invalid(String name, String message, String operation, ByteString body) {
    return refused(name, 400, "OTSParameterInvalid", message, operation, body);
  }

  /** A message that ends in a space is the beginning of what is expected. */
  static DynamicTest refused(
      String name, int status, String code, String message, String operation, ByteString body) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          RawConnection.Response response = send(operation, body);
          assertThat(response.status() + " " + error(response).getCode())
              .isEqualTo(status + " " + code);
          if (message.endsWith(" ")) {
            assertThat(error(response).getMessage()).startsWith(message);
          } else {
            assertThat(error(response).getMessage()).isEqualTo(message);
          }
        });
  }

  static DynamicTest fine(String name, String operation, MessageLite.Builder request) {
    return DynamicTest.dynamicTest(
        name, () -> assertThat(send(operation, request.build()).status()).isEqualTo(200));
  }

  static RawConnection.Response send(String operation, MessageLite request) throws IOException {
    return send(operation, request.toByteString());
  }

  static RawConnection.Response send(String operation, ByteString body) throws IOException {
    return new SignedCall(operation).body(body.toByteArray()).sign().send(server.port());
  }

  static CreateTableRequest.Builder table(String name) {
    return CreateTableRequest.newBuilder()
        .setTableMeta(
            TableMeta.newBuilder()
                .setTableName(name)
                .addPrimaryKey(
                    PrimaryKeySchema.newBuilder().setName("pk").setType(PrimaryKeyType.STRING)))
        .setReservedThroughput(
            ReservedThroughput.newBuilder()
                .setCapacityUnit(CapacityUnit.newBuilder().setRead(0).setWrite(0)))
        .setTableOptions(TableOptions.newBuilder().setTimeToLive(-1).setMaxVersions(1));
  }

  static ByteString filter(FilterType type, ByteString inner) {
    return Filter.newBuilder().setType(type).setFilter(inner).build().toByteString();
  }

  static PrimaryKey key(String value) {
    return PrimaryKey.of(new PrimaryKeyColumn("pk", Value.of(value)));
  }

  static ByteString encoded(Row row) {
    return CODEC.encodeRow(row);
  }
}
