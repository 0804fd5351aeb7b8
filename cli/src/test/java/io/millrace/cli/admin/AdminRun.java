package io.millrace.cli.admin;

import io.millrace.cli.Millrace;
import io.millrace.local.junit.LocalInstance;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** What a run of {@code millrace admin} printed and ended with. */
record AdminRun(int status, String out, String err) {
  /** Runs a command on an instance. */
  static AdminRun on(LocalInstance instance, String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--endpoint=" + instance.endpoint(),
                "--instance=" + instance.name(),
                "--id=" + instance.accessKeyId(),
                "--key=" + instance.accessKeySecret()));
    all.addAll(List.of(arguments));
    return of(all.toArray(String[]::new));
  }

  /** Runs a command with these options alone. */
  static AdminRun of(String... arguments) {
    List<String> all = new ArrayList<>(List.of("admin"));
    all.addAll(List.of(arguments));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Millrace.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    int status = commandLine.execute(all.toArray(String[]::new));
    return new AdminRun(status, out.toString(), err.toString());
  }

  /** This run, which did what it was asked. */
  AdminRun ok() {
    if (status != 0 || err.contains("millrace:")) {
      throw new AssertionError("ended with " + status + ": " + err + out);
    }
    return this;
  }

  /** The one sentence of a run that failed. */
  String failure() {
    return only(CommandLine.ExitCode.SOFTWARE);
  }

  /** The one sentence of a run that was not understood. */
  String misuse() {
    return only(CommandLine.ExitCode.USAGE);
  }

  private String only(int expected) {
    List<String> lines = err.lines().toList();
    boolean oneSentence =
        lines.stream().filter(line -> line.startsWith("millrace: ")).count() == 1
            && !err.contains("\tat ")
            && !err.contains("Exception");
    if (status != expected || !oneSentence) {
      throw new AssertionError("ended with " + status + ": " + err + out);
    }
    return lines.get(0).substring("millrace: ".length());
  }
}
