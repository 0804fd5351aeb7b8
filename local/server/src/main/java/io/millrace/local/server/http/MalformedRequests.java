package io.millrace.local.server.http;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Gives requests that Jetty itself refuses a body of the service's form instead of a page of HTML.
 */
final class MalformedRequests implements Request.Handler {
  private final CallHandler handler;

  MalformedRequests(CallHandler handler) {
    this.handler = handler;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    HttpCall call =
        new HttpCall(
            request.getMethod(),
            request.getHttpURI().getPath(),
            "",
            Collections.unmodifiableSortedMap(new TreeMap<>()),
            new byte[0],
            Request.getRemoteAddr(request),
            request.getHeadersNanoTime());
    Refusal refusal =
        response.getStatus() == HttpStatus.INTERNAL_SERVER_ERROR_500
            ? Refusal.FAILED
            : Refusal.MALFORMED;
    Reply reply = handler.refuse(call, refusal);
    HttpFields.Mutable fields = response.getHeaders();
    response.setStatus(reply.status());
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      fields.put(header.getKey(), header.getValue());
    }
    fields.put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
    return true;
  }
}
