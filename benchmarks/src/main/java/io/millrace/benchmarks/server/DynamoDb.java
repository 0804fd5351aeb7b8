package io.millrace.benchmarks.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/**
 * DynamoDB Local in its protocol; it checks no signature, so that it is given none that is real.
 */
final class DynamoDb implements Target {

  private static final int BATCH = 25;
  private static final String TABLE = "bench";
  private static final String TEXT = "x".repeat(86);

  private static byte[] call(Connection connection, String operation, String body)
      throws IOException {
    String headers =
        "Content-Type: application/x-amz-json-1.0\r\nX-Amz-Target: DynamoDB_20120810."
            + operation
            + "\r\nX-Amz-Date: 20261122T000000Z\r\n"
            + "Authorization: AWS4-HMAC-SHA256 Credential=local/20261122/us-east-1/dynamodb/"
            + "aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature="
            + "0".repeat(64)
            + "\r\n";
    return connection.post("", headers, body.getBytes(UTF_8));
  }

  static boolean serves(int port) throws IOException {
    try (Connection connection = new Connection(port)) {
      call(connection, "ListTables", "{}");
      return true;
    }
  }

  @Override
  public void createTable(Connection connection) throws IOException {
    call(
        connection,
        "CreateTable",
        """
        {"TableName":"bench","BillingMode":"PAY_PER_REQUEST",
         "KeySchema":[{"AttributeName":"user","KeyType":"HASH"},
                      {"AttributeName":"order","KeyType":"RANGE"}],
         "AttributeDefinitions":[{"AttributeName":"user","AttributeType":"S"},
                                 {"AttributeName":"order","AttributeType":"S"}]}""");
  }

  private static String key(long number) {
    return "\"user\":{\"S\":\"user%06d\"},\"order\":{\"S\":\"order%010d\"}"
        .formatted(number % 100_000, number);
  }

  private static String item(long number) {
    return "{%s,\"price\":{\"N\":\"%d.25\"},\"text\":{\"S\":\"%s\"},\"timestamp\":{\"N\":\"%d\"}}"
        .formatted(key(number), number, TEXT, number);
  }

  @Override
  public void put(Connection connection, long number) throws IOException {
    call(connection, "PutItem", "{\"TableName\":\"" + TABLE + "\",\"Item\":" + item(number) + "}");
  }

  @Override
  public void get(Connection connection, long number) throws IOException {
    byte[] reply =
        call(
            connection,
            "GetItem",
            "{\"TableName\":\"" + TABLE + "\",\"Key\":{" + key(number) + "}}");
    if (reply.length < 100) {
      throw new IOException("item " + number + " is not there");
    }
  }

  @Override
  public int batch(Connection connection, long firstNumber) throws IOException {
    StringBuilder body = new StringBuilder("{\"RequestItems\":{\"" + TABLE + "\":[");
    for (int i = 0; i < BATCH; i++) {
      body.append(i == 0 ? "" : ",")
          .append("{\"PutRequest\":{\"Item\":")
          .append(item(firstNumber + i))
          .append("}}");
    }
    byte[] reply = call(connection, "BatchWriteItem", body.append("]}}").toString());
    if (!new String(reply, UTF_8).contains("\"UnprocessedItems\":{}")) {
      throw new IOException("items were left over: " + new String(reply, UTF_8));
    }
    return BATCH;
  }
}
