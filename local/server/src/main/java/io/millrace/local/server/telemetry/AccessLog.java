package io.millrace.local.server.telemetry;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with a line for each answered call: time, caller, instance, operation, status, code, bytes
 * in, bytes out, milliseconds, request id. It is appended to. If it cannot be written any more,
 * that is logged once and calls go on.
 */
public final class AccessLog implements CallObserver, Closeable {
  private static final Logger log = LoggerFactory.getLogger(AccessLog.class);
  private static final double NANOS_PER_MILLI = 1e6;

  private final Path file;
  private final Clock clock;
  private final BufferedWriter writer;
  private boolean failed;

  private AccessLog(Path file, Clock clock, BufferedWriter writer) {
    this.file = file;
    this.clock = clock;
    this.writer = writer;
  }

  /**
   * Opens a log.
   *
   * @throws IOException if the file cannot be written
   */
  public static AccessLog open(Path file, Clock clock) throws IOException {
    BufferedWriter writer =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return new AccessLog(file, clock, writer);
  }

  @Override
  public void answered(CallRecord call) {
    write(line(call));
  }

  private String line(CallRecord call) {
    return String.join(
        " ",
        clock.instant().toString(),
        call.remoteAddress(),
        word(call.instance()),
        word(call.operation()),
        String.valueOf(call.status()),
        call.code(),
        String.valueOf(call.requestBytes()),
        String.valueOf(call.replyBytes()),
        String.format(Locale.ROOT, "%.3f", call.nanos() / NANOS_PER_MILLI),
        call.requestId());
  }

  /** What a caller sent, as one word of visible characters. */
  private static String word(String text) {
    return text == null || text.isEmpty() ? "-" : text.replaceAll("[^\\x21-\\x7e]", "?");
  }

  private synchronized void write(String line) {
    if (failed) {
      return;
    }
    try {
      writer.write(line);
      writer.write('\n');
      writer.flush();
    } catch (IOException failure) {
      failed = true;
      log.error("The access log {} cannot be written and is left", file, failure);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    failed = true;
    writer.close();
  }
}
