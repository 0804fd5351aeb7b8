package io.millrace.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.cli.console.CommandFailure;
import io.millrace.protocol.auth.ContentMd5;
import io.millrace.protocol.auth.OtsDate;
import io.millrace.protocol.auth.OtsHeaders;
import io.millrace.protocol.auth.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The admin API of a local server, which the cloud service does not have. */
final class LocalServer {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Connection connection;
  private final HttpClient client;

  LocalServer(Connection connection) {
    this.connection = connection;
    this.client = HttpClient.newBuilder().connectTimeout(connection.timeout()).build();
  }

  /** A path under that of the instance. */
  String ofInstance(String... segments) {
    return path("instances", connection.instance()) + path("", segments);
  }

  static String path(String first, String... segments) {
    StringBuilder path = new StringBuilder(first);
    for (String segment : segments) {
      path.append('/').append(URLEncoder.encode(segment, StandardCharsets.UTF_8));
    }
    return path.toString();
  }

  /**
   * Calls.
   *
   * @param body what is sent as JSON, or null
   * @throws CommandFailure with the server's own sentence if it refuses
   */
  JsonNode call(String method, String path, Map<String, Object> body) throws InterruptedException {
    String text = text(method, path, body);
    try {
      return JSON.readTree(text);
    } catch (IOException notJson) {
      throw notLocal(notJson);
    }
  }

  String text(String method, String path, Map<String, Object> body) throws InterruptedException {
    try {
      byte[] bytes = body == null ? new byte[0] : JSON.writeValueAsBytes(body);
      HttpResponse<String> response =
          client.send(request(method, path, bytes), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new CommandFailure(refusal(response));
      }
      return response.body();
    } catch (IOException unreachable) {
      throw new CommandFailure(
          "No server answers at "
              + connection.endpoint()
              + " ("
              + unreachable
              + "); start one with 'millrace server', or correct --endpoint.",
          unreachable);
    }
  }

  private HttpRequest request(String method, String path, byte[] body) {
    String operation = "_millrace/" + path;
    SigningKey key = SigningKey.v2(connection.accessKeySecret());
    Map<String, String> headers = new TreeMap<>();
    headers.put(OtsHeaders.DATE, OtsDate.format(Instant.now()));
    headers.put(OtsHeaders.ACCESS_KEY_ID, connection.accessKeyId());
    headers.put(OtsHeaders.CONTENT_MD5, ContentMd5.of(body));
    headers.put(OtsHeaders.SIGNATURE, key.signRequest(operation, headers));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint() + "/" + operation))
            .timeout(connection.timeout())
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return request.build();
  }

  private String endpoint() {
    String endpoint = connection.endpoint();
    return endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
  }

  private String refusal(HttpResponse<String> response) {
    try {
      JsonNode error = JSON.readTree(response.body()).path("error");
      if (error.isTextual()) {
        return error.textValue();
      }
    } catch (IOException notJson) {
      throw notLocal(notJson);
    }
    throw notLocal(null);
  }

  private CommandFailure notLocal(IOException cause) {
    return new CommandFailure(
        connection.endpoint() + " is no local server of Millrace: it has no admin API.", cause);
  }
}
