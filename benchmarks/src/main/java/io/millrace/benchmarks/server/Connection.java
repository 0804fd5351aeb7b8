package io.millrace.benchmarks.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** One HTTP connection that stays open and does no more than it must; for one thread. */
public final class Connection implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] line = new byte[8192];

  /** Connects to a server on this host. */
  public Connection(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    out = socket.getOutputStream();
  }

  /**
   * Sends a POST and returns the body of the reply.
   *
   * @param headers whole header lines, each with its end
   * @throws IOException if the answer is not 200
   */
  public byte[] post(String path, String headers, byte[] body) throws IOException {
    String head =
        "POST /"
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + headers
            + "Content-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] request = new byte[head.length() + body.length];
    System.arraycopy(head.getBytes(ISO_8859_1), 0, request, 0, head.length());
    System.arraycopy(body, 0, request, head.length(), body.length);
    out.write(request);
    return receive(path);
  }

  private byte[] receive(String path) throws IOException {
    String status = readLine();
    int length = 0;
    for (String header = readLine(); !header.isEmpty(); header = readLine()) {
      if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    byte[] body = in.readNBytes(length);
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException(path + ": " + status + " " + new String(body, ISO_8859_1));
    }
    return body;
  }

  private String readLine() throws IOException {
    int length = 0;
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed");
      }
      line[length++] = (byte) c;
    }
    return new String(line, 0, Math.max(0, length - 1), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
