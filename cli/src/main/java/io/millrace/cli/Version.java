package io.millrace.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version of the jar and of the Java VM. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Millrace.class.getPackage().getImplementationVersion();
    return new String[] {
      "millrace " + Objects.requireNonNullElse(version, "(unpackaged)"),
      "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.home") + ")"
    };
  }
}
