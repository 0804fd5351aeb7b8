package io.millrace.local.server.call;

import io.millrace.local.server.http.HttpCall;
import io.millrace.protocol.auth.OtsHeaders;
import io.millrace.protocol.compress.Deflate;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.error.ServiceException;

/** What the headers of a call say about compression. */
final class Compression {
  private Compression() {}

  /**
   * The request's message, which its body may hold compressed; never larger than the limit of a
   * body.
   */
  static byte[] requestBody(HttpCall call) {
    String type = call.header(OtsHeaders.REQUEST_COMPRESS_TYPE);
    if (type == null || type.isEmpty()) {
      return call.body();
    }
    if (!type.equals(OtsHeaders.DEFLATE)) {
      throw invalid(OtsHeaders.REQUEST_COMPRESS_TYPE, type);
    }
    int announced = announcedSize(call.header(OtsHeaders.REQUEST_COMPRESS_SIZE));
    byte[] body = Deflate.decompress(call.body(), Limits.REQUEST_BODY_SIZE);
    if (body.length != announced) {
      throw invalid(OtsHeaders.REQUEST_COMPRESS_SIZE, String.valueOf(announced));
    }
    return body;
  }

  /** Whether the caller asks for a compressed reply. */
  static boolean ofReply(HttpCall call) {
    return OtsHeaders.DEFLATE.equals(call.header(OtsHeaders.RESPONSE_COMPRESS_TYPE));
  }

  private static int announcedSize(String size) {
    if (size == null) {
      throw ServiceErrors.missingHeader(OtsHeaders.REQUEST_COMPRESS_SIZE);
    }
    long announced;
    try {
      announced = Long.parseLong(size);
    } catch (NumberFormatException notANumber) {
      throw invalid(OtsHeaders.REQUEST_COMPRESS_SIZE, size);
    }
    if (announced > Limits.REQUEST_BODY_SIZE) {
      throw ServiceErrors.requestBodyTooLarge();
    }
    return (int) Math.max(announced, -1);
  }

  private static ServiceException invalid(String header, String value) {
    return ServiceErrors.parameterInvalid("Invalid " + header + ": '" + value + "'.");
  }
}
