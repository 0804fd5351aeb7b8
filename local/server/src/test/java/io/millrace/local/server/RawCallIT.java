package io.millrace.local.server;

import static io.millrace.local.server.SignedCall.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.server.http.RawConnection;
import io.millrace.protocol.auth.ContentMd5;
import io.millrace.protocol.auth.OtsHeaders;
import io.millrace.protocol.compress.Deflate;
import io.millrace.protocol.wire.CapacityUnit;
import io.millrace.protocol.wire.CreateTableRequest;
import io.millrace.protocol.wire.DescribeTableRequest;
import io.millrace.protocol.wire.ListTableResponse;
import io.millrace.protocol.wire.PrimaryKeySchema;
import io.millrace.protocol.wire.PrimaryKeyType;
import io.millrace.protocol.wire.ReservedThroughput;
import io.millrace.protocol.wire.TableMeta;
import io.millrace.protocol.wire.TableOptions;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operation table from outside: methods, names, bodies, compression. */
class RawCallIT {
  private static LocalTablestore server;

  @BeforeAll
  static void start() {
    server = LocalTablestore.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "NONSENSE"})
  void allowsPostOnly(String method) throws Exception {
    SignedCall call = new SignedCall("ListTable").method(method).sign();
    if (method.equals("HEAD")) {
      try (RawConnection connection = new RawConnection(server.port())) {
        connection.send(call.bytes());
        assertThat(connection.receiveHead().status()).isEqualTo(405);
      }
      return;
    }
    RawConnection.Response response = call.send(server.port());
    assertThat(response.status()).isEqualTo(405);
    assertThat(error(response).getCode()).isEqualTo("OTSMethodNotAllowed");
    assertThat(error(response).getMessage())
        .isEqualTo("Only POST method for requests is supported.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SQLQuery",
        "Search",
        "CreateTimeseriesTable",
        "tunnel/unknown",
        "NoSuchThing",
        "listtable",
        "",
        "tunnel/",
        "a/b/c"
      })
  void namesAnOperationThatIsNotSupported(String operation) throws Exception {
    SignedCall call = new SignedCall(operation).sign();
    RawConnection.Response response = call.send(server.port());
    assertThat(response.status()).isEqualTo(400);
    assertThat(error(response).getCode()).isEqualTo("OTSParameterInvalid");
    assertThat(error(response).getMessage()).isEqualTo("Unsupported operation: " + operation + ".");
    assertThat(response.header("Authorization")).isEqualTo(call.expectedAuthorization(response));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ListSearchIndex", "ListTimeseriesTable"})
  void listsNothingOfWhatItDoesNotHave(String operation) throws Exception {
    RawConnection.Response response = new SignedCall(operation).sign().send(server.port());
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void answersKnowledgeBaseOperationsInTheirForm() throws Exception {
    RawConnection.Response response = new SignedCall("Retrieve").sign().send(server.port());
    assertThat(response.status()).isEqualTo(400);
    assertThat(new String(response.body(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"code\":\"OTSParameterInvalid\",\"message\":\"Unsupported operation: Retrieve.\"}");
  }

  @Test
  void takesACompressedRequestAndGivesACompressedReply() throws Exception {
    byte[] message = DescribeTableRequest.newBuilder().setTableName("none").build().toByteArray();
    SignedCall call = compressed("DescribeTable", message, message.length);
    assertThat(error(call.send(server.port())).getCode()).isEqualTo("OTSObjectNotExist");

    String table = "aTableWhoseNameIsLongEnoughToCompress" + "x".repeat(100);
    assertThat(
            new SignedCall("CreateTable").body(newTable(table)).sign().send(server.port()).status())
        .isEqualTo(200);
    RawConnection.Response response =
        new SignedCall("ListTable")
            .header(OtsHeaders.RESPONSE_COMPRESS_TYPE, "deflate")
            .sign()
            .send(server.port());
    byte[] raw = Deflate.decompress(response.body(), 1 << 20);
    assertThat(response.body().length).isLessThan(raw.length);
    assertThat(response.header(OtsHeaders.RESPONSE_COMPRESS_TYPE)).isEqualTo("deflate");
    assertThat(response.header(OtsHeaders.RESPONSE_COMPRESS_SIZE))
        .isEqualTo(String.valueOf(raw.length));
    assertThat(response.header(OtsHeaders.CONTENT_MD5)).isEqualTo(ContentMd5.of(raw));
    assertThat(ListTableResponse.parseFrom(raw).getTableNamesList()).containsExactly(table);
  }

  @Test
  void compressesNeitherEmptyRepliesNorErrors() throws Exception {
    for (String operation : new String[] {"ListSearchIndex", "SQLQuery"}) {
      RawConnection.Response response =
          new SignedCall(operation)
              .header(OtsHeaders.RESPONSE_COMPRESS_TYPE, "deflate")
              .sign()
              .send(server.port());
      assertThat(response.header(OtsHeaders.RESPONSE_COMPRESS_TYPE)).isNull();
    }
  }

  @Test
  void stopsAnInflatingBody() throws Exception {
    byte[] inflated = new byte[100 * 1024 * 1024];
    RawConnection.Response response = compressed("PutRow", inflated, 1_000).send(server.port());
    assertThat(response.status()).isEqualTo(413);
    assertThat(error(response).getCode()).isEqualTo("OTSRequestBodyTooLarge");
    assertThat(error(response).getMessage()).isEqualTo("The size of POST data is too large.");
  }

  @Test
  void refusesCompressionThatIsNotAsAnnounced() throws Exception {
    byte[] message = {};
    assertThat(error(compressed("ListTable", message, 5).send(server.port())).getMessage())
        .isEqualTo("Invalid x-ots-request-compress-size: '5'.");
    SignedCall otherType =
        new SignedCall("ListTable").header(OtsHeaders.REQUEST_COMPRESS_TYPE, "gzip").sign();
    assertThat(error(otherType.send(server.port())).getMessage())
        .isEqualTo("Invalid x-ots-request-compress-type: 'gzip'.");
    SignedCall noSize =
        new SignedCall("ListTable").header(OtsHeaders.REQUEST_COMPRESS_TYPE, "deflate").sign();
    assertThat(error(noSize.send(server.port())).getMessage())
        .isEqualTo("Missing header: x-ots-request-compress-size.");
    SignedCall noNumber =
        new SignedCall("ListTable")
            .header(OtsHeaders.REQUEST_COMPRESS_TYPE, "deflate")
            .header(OtsHeaders.REQUEST_COMPRESS_SIZE, "many")
            .sign();
    assertThat(error(noNumber.send(server.port())).getMessage())
        .isEqualTo("Invalid x-ots-request-compress-size: 'many'.");
  }

  @Test
  void refusesABodyOverFiveMegabytes() throws Exception {
    RawConnection.Response response =
        new SignedCall("ListTable").body(new byte[5 * 1024 * 1024 + 1]).sign().send(server.port());
    assertThat(response.status()).isEqualTo(413);
    assertThat(error(response).getCode()).isEqualTo("OTSRequestBodyTooLarge");
  }

  @Test
  void anyBodyGetsAWellFormedReply() throws Exception {
    String[] operations = {
      "CreateTable",
      "ListTable",
      "DescribeTable",
      "UpdateTable",
      "DeleteTable",
      "GetRow",
      "PutRow",
      "UpdateRow",
      "DeleteRow",
      "BatchGetRow",
      "BatchWriteRow",
      "GetRange",
      "ListStream",
      "DescribeStream",
      "GetShardIterator",
      "GetStreamRecord",
      "tunnel/create",
      "tunnel/delete",
      "tunnel/list",
      "tunnel/describe",
      "tunnel/connect",
      "tunnel/heartbeat",
      "tunnel/shutdown",
      "tunnel/getcheckpoint",
      "tunnel/checkpoint",
      "tunnel/readrecords"
    };
    Random random = new Random(20261122);
    try (RawConnection connection = new RawConnection(server.port())) {
      for (int i = 0; i < 2_000; i++) {
        byte[] body = new byte[random.nextInt(64)];
        random.nextBytes(body);
        String operation = operations[i % operations.length];
        SignedCall call = new SignedCall(operation).body(body).sign();
        RawConnection.Response response = call.send(connection);
        assertThat(response.status()).as("%s %d", operation, i).isIn(200, 400, 404);
        assertThat(response.header("Authorization"))
            .isEqualTo(call.expectedAuthorization(response));
        if (response.status() != 200) {
          assertThat(error(response).getMessage()).isNotBlank();
        }
      }
    }
  }

  private static byte[] newTable(String name) {
    TableMeta meta =
        TableMeta.newBuilder()
            .setTableName(name)
            .addPrimaryKey(
                PrimaryKeySchema.newBuilder().setName("pk").setType(PrimaryKeyType.STRING))
            .build();
    CapacityUnit none = CapacityUnit.newBuilder().setRead(0).setWrite(0).build();
    return CreateTableRequest.newBuilder()
        .setTableMeta(meta)
        .setReservedThroughput(ReservedThroughput.newBuilder().setCapacityUnit(none))
        .setTableOptions(TableOptions.newBuilder().setTimeToLive(-1).setMaxVersions(1))
        .build()
        .toByteArray();
  }

  private static SignedCall compressed(String operation, byte[] message, int announced) {
    return new SignedCall(operation)
        .header(OtsHeaders.REQUEST_COMPRESS_TYPE, "deflate")
        .header(OtsHeaders.REQUEST_COMPRESS_SIZE, String.valueOf(announced))
        .body(Deflate.compress(message))
        .sign();
  }
}
