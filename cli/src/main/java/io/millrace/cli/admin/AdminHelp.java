package io.millrace.cli.admin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Keeps the help of each command to its own options; those that say which instance are told of in
 * one line.
 */
public final class AdminHelp {
  private static final String INSTANCE_OPTIONS =
      "The options of 'millrace admin', such as --endpoint and --instance, may stand here as well.";

  private AdminHelp() {}

  /** Arranges the help of all commands of the {@code admin} group. */
  public static void arrange(CommandLine admin) {
    admin.getCommandSpec().usageMessage().sortOptions(false).sortSynopsis(false);
    admin.getSubcommands().values().stream().distinct().forEach(AdminHelp::arrangeOne);
  }

  private static void arrangeOne(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    for (OptionSpec option : new ArrayList<>(spec.options())) {
      if (option.inherited() && !option.usageHelp()) {
        spec.remove(option);
        spec.addOption(OptionSpec.builder(option).hidden(true).build());
      }
    }
    spec.usageMessage().sortOptions(false).sortSynopsis(false);
    if (spec.userObject() instanceof DataCommand) {
      return;
    }
    List<String> footer = new ArrayList<>(Arrays.asList(spec.usageMessage().footer()));
    footer.add("");
    footer.add(INSTANCE_OPTIONS);
    spec.usageMessage().footer(footer.toArray(String[]::new));
  }
}
