package io.millrace.local.server.call;

import io.millrace.local.server.access.Signer;
import io.millrace.local.server.http.Reply;
import io.millrace.local.server.operation.OperationTable;
import io.millrace.protocol.auth.ContentMd5;
import io.millrace.protocol.auth.OtsDate;
import io.millrace.protocol.auth.OtsHeaders;
import io.millrace.protocol.compress.Deflate;
import io.millrace.protocol.error.ServiceException;
import io.millrace.protocol.wire.Error;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.TreeMap;

/** Makes the replies of one server: headers, digest, signature, compression. */
final class ReplyFactory {
  private static final int OK = 200;

  private final Clock clock;

  ReplyFactory(Clock clock) {
    this.clock = clock;
  }

  /**
   * A successful reply.
   *
   * @param compress whether the caller asked for a compressed body
   */
  Reply success(String requestId, String operation, Signer signer, byte[] body, boolean compress) {
    TreeMap<String, String> headers = headers(requestId, body);
    byte[] sent = body;
    if (compress && body.length > 0) {
      headers.put(OtsHeaders.RESPONSE_COMPRESS_TYPE, OtsHeaders.DEFLATE);
      headers.put(OtsHeaders.RESPONSE_COMPRESS_SIZE, String.valueOf(body.length));
      sent = Deflate.compress(body);
    }
    sign(headers, operation, signer);
    return new Reply(OK, headers, sent);
  }

  /** A refusal; signed if the caller's key is known. */
  Reply error(String requestId, String operation, Signer signer, ServiceException error) {
    byte[] body = OperationTable.speaksJson(operation) ? json(error) : message(error);
    TreeMap<String, String> headers = headers(requestId, body);
    sign(headers, operation, signer);
    return new Reply(error.httpStatus(), headers, body);
  }

  private static byte[] message(ServiceException error) {
    return Error.newBuilder()
        .setCode(error.code())
        .setMessage(error.getMessage())
        .build()
        .toByteArray();
  }

  /** Only operations that no server of ours knows speak JSON, so the message needs no quoting. */
  private static byte[] json(ServiceException error) {
    String text = "{\"code\":\"" + error.code() + "\",\"message\":\"" + error.getMessage() + "\"}";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private TreeMap<String, String> headers(String requestId, byte[] body) {
    TreeMap<String, String> headers = new TreeMap<>();
    headers.put(OtsHeaders.CONTENT_MD5, ContentMd5.of(body));
    headers.put(OtsHeaders.CONTENT_TYPE, OtsHeaders.PROTOCOL_BUFFER);
    headers.put(OtsHeaders.DATE, OtsDate.format(clock.instant()));
    headers.put(OtsHeaders.REQUEST_ID, requestId);
    return headers;
  }

  private static void sign(TreeMap<String, String> headers, String operation, Signer signer) {
    if (signer != null) {
      headers.put(OtsHeaders.AUTHORIZATION, signer.authorization(operation, headers));
    }
  }
}
