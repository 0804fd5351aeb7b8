package io.millrace.local.tunnel;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * Ids that show that they were given by connecting to a tunnel. A client whose lease has ended is
 * so told apart from one that never connects, with nothing kept about it: the first must learn that
 * it is gone, the second may read what nobody owns.
 */
final class ClientIds {

  private static final HexFormat HEX = HexFormat.of();
  private static final int RANDOM_LENGTH = 16;
  private static final int CHECK_LENGTH = 8;

  private ClientIds() {}

  /** An id that begins with the client's own tag. */
  static String issue(String tunnelId, String tag, UUID random) {
    String unique = tag + "_" + HEX.toHexDigits(random.getLeastSignificantBits());
    return unique + check(tunnelId, unique);
  }

  static boolean isIssued(String tunnelId, String clientId) {
    int end = clientId.length() - CHECK_LENGTH;
    return end > RANDOM_LENGTH
        && check(tunnelId, clientId.substring(0, end)).equals(clientId.substring(end));
  }

  private static String check(String tunnelId, String unique) {
    CRC32 crc = new CRC32();
    crc.update((tunnelId + "/" + unique).getBytes(StandardCharsets.UTF_8));
    return HEX.toHexDigits((int) crc.getValue());
  }
}
