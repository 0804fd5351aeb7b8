package io.millrace.spark.sql;

import io.millrace.spark.options.NearestName;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The streams that were defined, in files that outlive every session: of each a definition, a
 * status, who starts it, and while somebody wants it ended a request.
 */
final class StreamRegistry {

  /** Says where the registry is; otherwise it is in the checkpoint root, or the warehouse. */
  static final String LOCATION = "spark.millrace.registry";

  private static final String DIRECTORY = "_millrace_streams";
  private static final String DEFINITION = "stream-";
  private static final String STATUS = "status-";
  private static final String REQUEST = "request-";
  private static final String START = "start-";
  private static final String END = ".json";

  /** With a kind, a number and an end it is the name of a file, which has at most 255 bytes. */
  private static final int LONGEST = 200;

  private final RegistryFiles files;

  private StreamRegistry(RegistryFiles files) {
    this.files = files;
  }

  /** The registry of a session. */
  static StreamRegistry of(SparkSession session) throws InvalidStatementException {
    String location = session.conf().get(LOCATION, "");
    if (location.isBlank()) {
      String root = session.conf().get(StreamCheckpoint.ROOT, "");
      String parent = root.isBlank() ? session.conf().get("spark.sql.warehouse.dir") : root;
      location = new Path(parent, DIRECTORY).toString();
    }
    try {
      return new StreamRegistry(
          RegistryFiles.under(location, session.sessionState().newHadoopConf()));
    } catch (IOException | IllegalArgumentException unusable) {
      throw unusable(location, unusable);
    }
  }

  private static InvalidStatementException unusable(String location, Exception error) {
    return new InvalidStatementException(
        "The registry of streams "
            + location
            + " cannot be used: "
            + RootCause.sentence(error)
            + " Set "
            + LOCATION
            + " to a directory that this user may write.");
  }

  String location() {
    return files.location();
  }

  /** A call that touches the files. */
  private interface FileCall<T> {
    T run() throws IOException;
  }

  private <T> T call(FileCall<T> call) throws InvalidStatementException {
    try {
      return call.run();
    } catch (IOException failed) {
      throw unusable(location(), failed);
    }
  }

  private static String file(String kind, String stream) {
    return kind + encoded(stream) + END;
  }

  private static String encoded(String stream) {
    return URLEncoder.encode(stream, StandardCharsets.UTF_8).replace("*", "%2A");
  }

  /** Refuses a name that no file can have. */
  static void checkName(String stream) throws InvalidStatementException {
    if (encoded(stream).length() > LONGEST) {
      throw new InvalidStatementException(
          "The name of stream "
              + stream
              + " is too long for a file of the registry: give it one of at most "
              + LONGEST
              + " letters, digits, '-' and '_', of which any other character takes the place of 3 to 12.");
    }
  }

  /** Who starts a stream. */
  StartClaims starts(String stream) {
    return new StartClaims(files, stream, START + encoded(stream) + "@", StartClaims.LIMIT);
  }

  /** The streams that are defined, those with a damaged definition too. */
  List<String> names() throws InvalidStatementException {
    return call(() -> files.names(DEFINITION)).stream()
        .filter(file -> file.endsWith(END))
        .map(file -> file.substring(DEFINITION.length(), file.length() - END.length()))
        .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
        .sorted()
        .toList();
  }

  /** Whether a stream is defined, be its definition damaged. */
  boolean has(String stream) throws InvalidStatementException {
    return call(() -> files.read(file(DEFINITION, stream))).isPresent();
  }

  Optional<StreamDefinition> find(String stream) throws InvalidStatementException {
    String name = file(DEFINITION, stream);
    Optional<String> json = call(() -> files.read(name));
    return json.isPresent()
        ? Optional.of(StreamDefinition.parse(json.get(), location() + "/" + name))
        : Optional.empty();
  }

  /** The definition of a stream that must be there. */
  StreamDefinition get(String stream) throws InvalidStatementException {
    Optional<StreamDefinition> found = find(stream);
    if (found.isPresent()) {
      return found.get();
    }
    throw noStream(stream);
  }

  InvalidStatementException noStream(String stream) throws InvalidStatementException {
    return new InvalidStatementException(
        "There is no stream "
            + stream
            + NearestName.of(stream, names())
                .map(near -> ": did you mean " + near + "?")
                .orElse(" in " + location() + ": SHOW STREAMS lists those that are."));
  }

  void put(StreamDefinition definition) throws IOException {
    files.replace(file(DEFINITION, definition.name()), definition.json());
  }

  void remove(String stream) throws InvalidStatementException {
    call(
        () -> {
          for (String kind : List.of(DEFINITION, STATUS, REQUEST)) {
            files.delete(file(kind, stream));
          }
          starts(stream).clear();
          return stream;
        });
  }

  StreamStatus status(String stream) throws InvalidStatementException {
    return call(() -> files.read(file(STATUS, stream)))
        .map(StreamStatus::parse)
        .orElseGet(StreamStatus::never);
  }

  void putStatus(String stream, StreamStatus status) throws IOException {
    files.replace(file(STATUS, stream), status.json());
  }

  /** Asks the application that runs a stream to end it. */
  void requestStop(String stream) throws InvalidStatementException {
    call(
        () -> {
          files.replace(file(REQUEST, stream), "{\"stop\": true}");
          return stream;
        });
  }

  boolean isStopRequested(String stream) throws IOException {
    return files.read(file(REQUEST, stream)).isPresent();
  }

  void clearRequest(String stream) throws IOException {
    files.delete(file(REQUEST, stream));
  }
}
