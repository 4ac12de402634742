package io.steward.runtime.cli;

import io.steward.runtime.cli.verb.CancelMessage;
import io.steward.runtime.cli.verb.Check;
import io.steward.runtime.cli.verb.CopyFile;
import io.steward.runtime.cli.verb.Describe;
import io.steward.runtime.cli.verb.Emulate;
import io.steward.runtime.cli.verb.ListJobs;
import io.steward.runtime.cli.verb.ListMessages;
import io.steward.runtime.cli.verb.ListPlugins;
import io.steward.runtime.cli.verb.ListUnits;
import io.steward.runtime.cli.verb.NewPlugin;
import io.steward.runtime.cli.verb.PrintCompletion;
import io.steward.runtime.cli.verb.RunNode;
import io.steward.runtime.cli.verb.RunProgram;
import io.steward.runtime.cli.verb.Send;
import io.steward.runtime.cli.verb.ShowEvents;
import io.steward.runtime.cli.verb.ShowUnit;
import io.steward.runtime.cli.verb.Try;
import io.steward.runtime.cli.verb.Up;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/// The verbs, in the order of the help.
///
/// picocli models a verb from its annotations by reflection, which takes some milliseconds. So only
/// the typed verb is modelled; if none was typed, all are, for help and suggestions.
final class Verbs {

  private static final Map<String, Class<?>> ALL = table();

  private Verbs() {}

  private static Map<String, Class<?>> table() {
    Map<String, Class<?>> all = new LinkedHashMap<>();
    all.put("up", Up.class);
    all.put("node", RunNode.class);
    all.put("send", Send.class);
    all.put("run", RunProgram.class);
    all.put("copy", CopyFile.class);
    all.put("units", ListUnits.class);
    all.put("unit", ShowUnit.class);
    all.put("jobs", ListJobs.class);
    all.put("messages", ListMessages.class);
    all.put("events", ShowEvents.class);
    all.put("cancel", CancelMessage.class);
    all.put("check", Check.class);
    all.put("describe", Describe.class);
    all.put("plugins", ListPlugins.class);
    all.put("try", Try.class);
    all.put("new-plugin", NewPlugin.class);
    all.put("completion", PrintCompletion.class);
    all.put("complete", Complete.class);
    all.put("render-pages", RenderPages.class);
    all.put("emulate", Emulate.class);
    all.put("demo", Demo.class);
    all.put("train", AotTrainingRun.class);
    return Collections.unmodifiableMap(all);
  }

  /// The command line for the typed words: with one verb if the first word names it, otherwise with
  /// all verbs.
  static CommandLine line(List<String> words) {
    CommandLine root = new CommandLine(new Steward());
    String first = words.isEmpty() ? "" : words.getFirst();
    Class<?> typed = ALL.get(first);
    if (typed == null) {
      ALL.forEach(root::addSubcommand);
    } else {
      root.addSubcommand(first, typed);
    }
    return root.setCaseInsensitiveEnumValuesAllowed(true);
  }
}
