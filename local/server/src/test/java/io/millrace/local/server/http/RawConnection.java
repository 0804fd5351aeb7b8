package io.millrace.local.server.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A bare socket that sends bytes as they are and parses what comes back. */
public final class RawConnection implements AutoCloseable {
  /** A response: its status, its header lines as sent, and its body. */
  public record Response(int status, List<String> headerLines, byte[] body) {

    /** The value of the header whose name is written exactly so, or null. */
    public String header(String exactName) {
      for (String line : headerLines) {
        if (line.startsWith(exactName + ": ")) {
          return line.substring(exactName.length() + 2);
        }
      }
      return null;
    }
  }

  private final Socket socket;
  private final InputStream in;

  public RawConnection(int port) throws IOException {
    this.socket = new Socket();
    socket.connect(new InetSocketAddress("127.0.0.1", port), 10_000);
    socket.setSoTimeout(20_000);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  public void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Receives a response that has no body whatever its headers say, as that to HEAD. */
  public Response receiveHead() throws IOException {
    return receive(false);
  }

  public Response receive() throws IOException {
    return receive(true);
  }

  private Response receive(boolean withBody) throws IOException {
    String statusLine = readLine();
    List<String> headers = new ArrayList<>();
    int length = 0;
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      headers.add(line);
      if (withBody && line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring("Content-Length: ".length()));
      }
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("body cut at " + body.length + " of " + length);
    }
    return new Response(Integer.parseInt(statusLine.substring(9, 12)), headers, body);
  }

  /** True if the server has closed, or reset, the connection; waits for it. */
  public boolean isClosedByServer() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("closed after: " + line);
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
