package io.millrace.protocol.compress;

import io.millrace.protocol.error.ServiceErrors;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Bodies in zlib form, the one kind of compression the service knows. */
public final class Deflate {
  private static final int CHUNK = 16 * 1024;

  private Deflate() {}

  /** Deflates a body of any size. */
  public static byte[] compress(byte[] body) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(body);
      deflater.finish();
      ByteArrayOutputStream compressed = new ByteArrayOutputStream(CHUNK);
      byte[] chunk = new byte[CHUNK];
      while (!deflater.finished()) {
        compressed.write(chunk, 0, deflater.deflate(chunk));
      }
      return compressed.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /**
   * Inflates a body, but never beyond a size.
   *
   * @param cap the most bytes that may come out
   * @throws io.millrace.protocol.error.ServiceException if more would come out (too large), or if
   *     the body is no zlib stream or is cut (parameter invalid)
   */
  public static byte[] decompress(byte[] compressed, int cap) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(compressed);
      ByteArrayOutputStream body = new ByteArrayOutputStream(CHUNK);
      byte[] chunk = new byte[CHUNK];
      while (!inflater.finished()) {
        int length = inflater.inflate(chunk);
        if (length == 0 && !inflater.finished()) {
          // It wants more input, or a dictionary; there is neither.
          throw ServiceErrors.parameterInvalid("The compressed body is cut.");
        }
        if (length > cap - body.size()) {
          throw ServiceErrors.requestBodyTooLarge();
        }
        body.write(chunk, 0, length);
      }
      return body.toByteArray();
    } catch (DataFormatException e) {
      throw ServiceErrors.parameterInvalid("The body is not compressed as its header says.");
    } finally {
      inflater.end();
    }
  }
}
