package io.millrace.spark.sql;

import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.StartOffsetFlag;
import com.alicloud.openservices.tablestore.model.tunnel.StreamTunnelConfig;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.spark.options.NearestName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The options of {@code CREATE TUNNEL}. */
final class TunnelOptions {

  private static final String TYPE = "type";
  private static final String START = "start";
  private static final List<String> NAMES = List.of(TYPE, START);

  private TunnelOptions() {}

  static CreateTunnelRequest request(String table, String name, Map<String, String> options)
      throws InvalidStatementException {
    TunnelType type = TunnelType.Stream;
    String start = null;
    for (Map.Entry<String, String> option : options.entrySet()) {
      switch (option.getKey().toLowerCase(Locale.ROOT)) {
        case TYPE -> type = type(option.getValue());
        case START -> start = option.getValue();
        default ->
            throw new InvalidStatementException(
                "Option "
                    + option.getKey()
                    + " is not known"
                    + NearestName.of(option.getKey(), NAMES)
                        .map(near -> ": did you mean " + near + "?")
                        .orElse(": a tunnel has type and start."));
      }
    }
    CreateTunnelRequest request = new CreateTunnelRequest(table, name, type);
    if (start != null) {
      if (type == TunnelType.BaseData) {
        throw new InvalidStatementException(
            "Option start is for changes, which type='BaseData' has none of: leave it out.");
      }
      request.setStreamTunnelConfig(config(start));
    }
    return request;
  }

  private static TunnelType type(String value) throws InvalidStatementException {
    for (TunnelType type : TunnelType.values()) {
      if (type.name().equalsIgnoreCase(value)) {
        return type;
      }
    }
    List<String> names = Arrays.stream(TunnelType.values()).map(TunnelType::name).toList();
    throw new InvalidStatementException(
        "type='"
            + value
            + "' is not one of "
            + String.join(", ", names)
            + NearestName.of(value, names)
                .map(near -> ": did you mean '" + near + "'?")
                .orElse("."));
  }

  private static StreamTunnelConfig config(String start) throws InvalidStatementException {
    return switch (start.toLowerCase(Locale.ROOT)) {
      case "latest" -> new StreamTunnelConfig(StartOffsetFlag.LATEST);
      case "earliest" -> new StreamTunnelConfig(StartOffsetFlag.EARLIEST);
      default -> {
        StreamTunnelConfig config = new StreamTunnelConfig();
        config.setStartOffset(millis(start));
        yield config;
      }
    };
  }

  private static long millis(String start) throws InvalidStatementException {
    if (start.matches("\\d{1,18}")) {
      return Long.parseLong(start);
    }
    try {
      return Instant.parse(start).toEpochMilli();
    } catch (DateTimeException unreadable) {
      throw new InvalidStatementException(
          "start='"
              + start
              + "' is not latest, earliest, a time such as 2026-01-31T12:00:00Z or milliseconds.");
    }
  }
}
