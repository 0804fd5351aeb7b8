package io.millrace.local.server.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.local.server.http.HttpCall;
import io.millrace.local.server.http.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Bodies of the admin API. */
final class AdminJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private AdminJson() {}

  /** The call's body as a record; an unknown field is refused. */
  static <T> T body(HttpCall call, Class<T> type) throws JsonProcessingException {
    try {
      T body = MAPPER.readValue(call.body(), type);
      if (body == null) {
        throw new AdminException(400, "The body is null where a JSON object is expected.");
      }
      return body;
    } catch (JsonProcessingException malformed) {
      throw malformed;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static Reply reply(int status, Object body) {
    try {
      return new Reply(
          status, Map.of("Content-Type", "application/json"), MAPPER.writeValueAsBytes(body));
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
