package io.millrace.spark.options;

import io.millrace.spark.error.InvalidOptionException;
import java.io.Serializable;

/**
 * Which tunnel a stream reads, and from where.
 *
 * @param id the tunnel's ID, or null when it is known by its name
 * @param name the tunnel's name, or null
 * @param creates whether a tunnel of the name is made when the table has none
 * @param kind what kind is made
 */
public record TunnelChoice(
    String id, String name, boolean creates, TunnelKind kind, StartPosition start)
    implements Serializable {

  /** Reads the options; throws when neither the ID nor the name is given or one is invalid. */
  public static TunnelChoice of(OptionValues options) {
    String id = options.find(StreamReadOptions.TUNNEL_ID).orElse(null);
    String name = options.find(StreamReadOptions.TUNNEL_NAME).orElse(null);
    if (id == null && name == null) {
      throw new InvalidOptionException(
              "Option tunnel.id is missing: give the ID of a tunnel of the table, or its name as"
                  + " tunnel.name.")
          .unchecked();
    }
    return new TunnelChoice(
        id,
        id == null ? name : null,
        options.get(StreamReadOptions.TUNNEL_CREATE),
        options.get(StreamReadOptions.TUNNEL_TYPE),
        options.get(StreamReadOptions.START_POSITION));
  }
}
