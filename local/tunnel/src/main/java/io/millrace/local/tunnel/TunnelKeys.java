package io.millrace.local.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Where tunnels are in the engine's store, which leaves them the keys that begin with {@code 70}.
 * Ids of tunnels have no zero byte and none is the beginning of another.
 *
 * <pre>
 * 70 tunnel id 00 01             the tunnel
 * 70 tunnel id 00 02 channel id  a channel
 * 70 tunnel id 00 03 client id   a client
 * </pre>
 */
final class TunnelKeys {

  static final byte TUNNEL = 1;
  static final byte CHANNEL = 2;
  static final byte CLIENT = 3;

  private static final byte SPACE = 0x70;

  private TunnelKeys() {}

  static byte[] first() {
    return new byte[] {SPACE};
  }

  static byte[] end() {
    return new byte[] {SPACE + 1};
  }

  static byte[] tunnel(String tunnelId) {
    return key(tunnelId, TUNNEL, "");
  }

  /** The end of everything that belongs to a tunnel, whose first key is {@link #tunnel}. */
  static byte[] endOf(String tunnelId) {
    return key(tunnelId, (byte) (CLIENT + 1), "");
  }

  static byte[] channel(String tunnelId, String channelId) {
    return key(tunnelId, CHANNEL, channelId);
  }

  static byte[] client(String tunnelId, String clientId) {
    return key(tunnelId, CLIENT, clientId);
  }

  /** Whether a key has the form of a tunnel's. */
  static boolean isKey(byte[] key) {
    return endOfTunnel(key) + 1 < key.length;
  }

  /** What an entry is about. */
  static byte kind(byte[] key) {
    return key[endOfTunnel(key) + 1];
  }

  static String tunnelId(byte[] key) {
    return new String(key, 1, endOfTunnel(key) - 1, UTF_8);
  }

  /** The id of the channel or client that an entry is about; empty for the tunnel itself. */
  static String partId(byte[] key) {
    int from = endOfTunnel(key) + 2;
    return new String(key, from, key.length - from, UTF_8);
  }

  private static int endOfTunnel(byte[] key) {
    int at = 1;
    while (at < key.length && key[at] != 0) {
      at++;
    }
    return at;
  }

  private static byte[] key(String tunnelId, byte kind, String id) {
    byte[] tunnel = tunnelId.getBytes(UTF_8);
    byte[] rest = id.getBytes(UTF_8);
    byte[] key = new byte[tunnel.length + rest.length + 3];
    key[0] = SPACE;
    System.arraycopy(tunnel, 0, key, 1, tunnel.length);
    key[tunnel.length + 2] = kind;
    System.arraycopy(rest, 0, key, tunnel.length + 3, rest.length);
    return key;
  }
}
