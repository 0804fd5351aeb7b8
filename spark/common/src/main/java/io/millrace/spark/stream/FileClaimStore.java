package io.millrace.spark.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.util.Optional;

/** Claims as files {@code claims/<sequence>/<channel>} under the source's checkpoint directory. */
final class FileClaimStore implements ClaimStore {

  private static final String DIRECTORY = "claims";

  private final AtomicFiles files;

  FileClaimStore(AtomicFiles files) {
    this.files = files;
  }

  private static String directory(long sequence) {
    return DIRECTORY + "/" + sequence;
  }

  private static String name(long sequence, String channel) {
    return directory(sequence) + "/" + URLEncoder.encode(channel, UTF_8);
  }

  @Override
  public Optional<Claim> find(long sequence, String channel) {
    try {
      return files
          .read(name(sequence, channel))
          .map(bytes -> Claim.parse(new String(bytes, UTF_8), place(sequence, channel)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Claim claim(long sequence, String channel, Claim claim) {
    try {
      if (files.create(name(sequence, channel), claim.json().getBytes(UTF_8))) {
        return claim;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return holding(sequence, channel);
  }

  @Override
  public void purgeBefore(long sequence) {
    try {
      for (String name : files.list(DIRECTORY)) {
        if (name.chars().allMatch(Character::isDigit) && Long.parseLong(name) < sequence) {
          files.deleteDirectory(DIRECTORY + "/" + name);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String place(long sequence, String channel) {
    return files.root() + "/" + name(sequence, channel);
  }

  @Override
  public void close() {
    // Nothing is held open between calls.
  }
}
