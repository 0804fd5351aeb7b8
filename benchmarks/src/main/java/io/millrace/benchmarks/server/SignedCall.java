package io.millrace.benchmarks.server;

import io.millrace.protocol.auth.ContentMd5;
import io.millrace.protocol.auth.OtsDate;
import io.millrace.protocol.auth.OtsHeaders;
import io.millrace.protocol.auth.SigningKey;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Calls of the service's protocol with the access key a local server has by default. */
public final class SignedCall {

  private static final SigningKey KEY = SigningKey.v2("local");

  private SignedCall() {}

  /** Calls an operation and returns the message that answers it. */
  public static byte[] post(Connection connection, String operation, byte[] body)
      throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(OtsHeaders.DATE, OtsDate.format(Instant.now()));
    headers.put(OtsHeaders.API_VERSION, "2015-12-31");
    headers.put(OtsHeaders.ACCESS_KEY_ID, "local");
    headers.put(OtsHeaders.INSTANCE_NAME, "millrace");
    headers.put(OtsHeaders.CONTENT_MD5, ContentMd5.of(body));
    headers.put(KEY.requestHeader(), KEY.signRequest(operation, headers));
    StringBuilder lines = new StringBuilder();
    headers.forEach((name, value) -> lines.append(name).append(": ").append(value).append("\r\n"));
    return connection.post(operation, lines.toString(), body);
  }
}
