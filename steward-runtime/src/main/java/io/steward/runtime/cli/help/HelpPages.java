package io.steward.runtime.cli.help;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// The help pages, rendered when the distribution is built, so that `--help` starts no JVM. The
/// output is reproducible, byte for byte.
public final class HelpPages {

  private HelpPages() {}

  /// All pages by file name: that of the program and of every verb that is not hidden.
  public static Map<String, String> of(CommandLine root) {
    List<CommandLine> verbs =
        root.getSubcommands().values().stream()
            .filter(verb -> !verb.getCommandSpec().usageMessage().hidden())
            .toList();
    Map<String, String> pages = new TreeMap<>();
    add(root, ManPage.ofProgram(root, verbs), pages);
    verbs.forEach(verb -> add(verb, ManPage.ofVerb(verb, root), pages));
    return pages;
  }

  private static void add(CommandLine line, ManPage manual, Map<String, String> pages) {
    String help = "help/" + line.getCommandName();
    pages.put(help + ".txt", line.getUsageMessage(Ansi.OFF));
    pages.put(help + ".ansi", line.getUsageMessage(Ansi.ON));
    pages.put("share/man/man1/" + manual.name() + ".1", manual.roff());
  }
}
