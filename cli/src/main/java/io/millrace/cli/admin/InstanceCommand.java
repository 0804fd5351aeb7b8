package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.ClientException;
import com.alicloud.openservices.tablestore.TableStoreException;
import io.millrace.cli.console.CommandFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * A command on an instance: opens its clients, closes them, and turns errors of the service into
 * sentences.
 */
abstract class InstanceCommand implements Callable<Integer> {
  @ParentCommand private AdminCommand admin;
  @Spec private CommandSpec spec;

  @Override
  public final Integer call() {
    Connection connection = admin.connection();
    try (Tablestore tablestore = new Tablestore(connection)) {
      run(tablestore);
      return CommandLine.ExitCode.OK;
    } catch (TableStoreException | ClientException e) {
      throw new ServiceErrors(connection).explain(e, table());
    } catch (IOException e) {
      throw FileErrors.explain(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("The command was interrupted before it was done.", e);
    }
  }

  /** Does the work; anything it throws ends the command. */
  abstract void run(Tablestore tablestore) throws IOException, InterruptedException;

  /** The table the command is about, or null. */
  String table() {
    return null;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  final void say(String sentence) {
    out().println(sentence);
    out().flush();
  }

  /** Refuses a value of an option that is not from {@code least} to {@code most}. */
  final void checkRange(String option, long value, long least, long most) {
    if (value < least || value > most) {
      String range =
          most == Long.MAX_VALUE
              ? "must be at least " + least
              : "may be from " + least + " to " + most;
      throw misuse(option + " is " + value + ", but " + range + ".");
    }
  }

  /** A wrong use of this command, with the sentence to show. */
  final ParameterException misuse(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  /**
   * What {@code parser} returns; its {@link IllegalArgumentException} is a wrong use of this
   * command.
   */
  final <T> T parse(Supplier<T> parser) {
    try {
      return parser.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
