package io.millrace.local.server;

import io.millrace.local.server.http.RawConnection;
import io.millrace.protocol.auth.ContentMd5;
import io.millrace.protocol.auth.OtsDate;
import io.millrace.protocol.auth.OtsHeaders;
import io.millrace.protocol.auth.SigningKey;
import io.millrace.protocol.wire.Error;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request that can be made wrong in every way before it is sent. */
final class SignedCall {
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final String operation;
  private String method = "POST";
  private byte[] body = {};
  private SigningKey key = SigningKey.v2("local");

  SignedCall(String operation) {
    this.operation = operation;
    headers.put(OtsHeaders.DATE, OtsDate.format(Instant.now()));
    headers.put(OtsHeaders.API_VERSION, "2015-12-31");
    headers.put(OtsHeaders.ACCESS_KEY_ID, "local");
    headers.put(OtsHeaders.INSTANCE_NAME, "millrace");
  }

  SignedCall method(String newMethod) {
    method = newMethod;
    return this;
  }

  SignedCall body(byte[] newBody) {
    body = newBody;
    return this;
  }

  SignedCall header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  SignedCall key(SigningKey newKey) {
    key = newKey;
    return this;
  }

  /** Adds the digest and the signature of what the call is now. */
  SignedCall sign() {
    headers.put(OtsHeaders.CONTENT_MD5, ContentMd5.of(body));
    headers.put(key.requestHeader(), key.signRequest(operation, headers));
    return this;
  }

  /** Changes a header after the signature was made; null removes it. */
  SignedCall tamper(String name, String value) {
    if (value == null) {
      headers.remove(name);
    } else {
      headers.put(name, value);
    }
    return this;
  }

  RawConnection.Response send(int port) throws IOException {
    try (RawConnection connection = new RawConnection(port)) {
      return send(connection);
    }
  }

  RawConnection.Response send(RawConnection connection) throws IOException {
    connection.send(bytes());
    return connection.receive();
  }

  byte[] bytes() throws IOException {
    StringBuilder head = new StringBuilder(method + " /" + operation + " HTTP/1.1\r\nHost: h\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    bytes.write(body);
    return bytes.toByteArray();
  }

  /** The signature that the reply should carry. */
  String expectedAuthorization(RawConnection.Response response) {
    Map<String, String> signed = new LinkedHashMap<>();
    for (String line : response.headerLines()) {
      int colon = line.indexOf(": ");
      if (line.startsWith("x-ots-")) {
        signed.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    return "OTS "
        + headers.get(OtsHeaders.ACCESS_KEY_ID)
        + ":"
        + key.signResponse(operation, signed);
  }

  static Error error(RawConnection.Response response) throws IOException {
    return Error.parseFrom(response.body());
  }
}
