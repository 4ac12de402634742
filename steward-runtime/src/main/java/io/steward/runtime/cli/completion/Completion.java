package io.steward.runtime.cli.completion;

import io.steward.runtime.cli.terminal.PrintableText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Completes a word: verbs and options from the declarations of the verbs, everything else from the
/// {@link CompletionCandidates} that the declarations name.
public final class Completion {

  private static final String SEPARATOR = "--";

  private final CommandSpec spec;
  private final List<String> positionals = new ArrayList<>();
  private final Map<String, String> options = new HashMap<>();
  private @Nullable OptionSpec pendingOption;
  private boolean separated;

  private Completion(CommandSpec spec) {
    this.spec = spec;
  }

  /// The candidates for the last word, in order.
  ///
  /// @param words the words after the program's name; the last one is incomplete and may be empty
  /// @param model the command line for the words before it
  public static List<String> of(List<String> words, Function<List<String>, CommandLine> model) {
    if (words.isEmpty()) {
      return List.of();
    }
    String current = words.getLast();
    List<String> before = words.subList(0, words.size() - 1);
    CommandSpec root = model.apply(before).getCommandSpec();
    if (before.isEmpty()) {
      return matching(Stream.concat(verbs(root), names(root)), current);
    }
    CommandLine verb = root.subcommands().get(before.getFirst());
    if (verb == null) {
      return List.of();
    }
    Completion completion = new Completion(verb.getCommandSpec());
    before.subList(1, before.size()).forEach(completion::consume);
    return matching(completion.candidates(verb, before, current), current);
  }

  /// The candidates that begin with what was typed. One that cannot be printed cannot be typed
  /// either; the scripts quote whatever else means something to a shell.
  private static List<String> matching(Stream<String> candidates, String prefix) {
    return List.copyOf(
        candidates
            .filter(each -> each.startsWith(prefix))
            .filter(PrintableText::isPrintable)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static Stream<String> verbs(CommandSpec root) {
    return root.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(each -> !each.usageMessage().hidden())
        .map(CommandSpec::name);
  }

  private static Stream<String> names(CommandSpec spec) {
    return spec.options().stream().filter(option -> !option.hidden()).map(OptionSpec::longestName);
  }

  /// Processes a word before the current one.
  private void consume(String word) {
    if (pendingOption != null) {
      options.put(pendingOption.longestName(), word);
      pendingOption = null;
    } else if (separated) {
      positionals.add(word);
    } else if (word.equals(SEPARATOR)) {
      separated = true;
    } else if (word.startsWith("-") && word.length() > 1) {
      String[] parts = word.split("=", 2);
      OptionSpec option = spec.findOption(parts[0]);
      if (option != null && parts.length == 2) {
        options.put(option.longestName(), parts[1]);
      } else if (option != null && option.arity().min() > 0) {
        pendingOption = option;
      }
    } else {
      positionals.add(word);
    }
  }

  private Stream<String> candidates(CommandLine verb, List<String> before, String current) {
    if (pendingOption != null) {
      return values(pendingOption, verb, before, current);
    }
    if (separated) {
      return Stream.empty(); // the words of the program to run
    }
    if (current.startsWith("-")) {
      return option(verb, before, current);
    }
    Optional<PositionalParamSpec> positional =
        spec.positionalParameters().stream()
            .filter(each -> each.index().contains(positionals.size()))
            .findFirst();
    return positional.stream().flatMap(each -> values(each, verb, before, current));
  }

  /// Completes an option, or its value in the same word.
  private Stream<String> option(CommandLine verb, List<String> before, String current) {
    int equals = current.indexOf('=');
    if (equals < 0) {
      return names(spec);
    }
    String prefix = current.substring(0, equals + 1);
    OptionSpec option = spec.findOption(current.substring(0, equals));
    return option == null
        ? Stream.empty()
        : values(option, verb, before, current.substring(equals + 1)).map(prefix::concat);
  }

  private Stream<String> values(
      ArgSpec argument, CommandLine verb, List<String> before, String current) {
    Iterable<String> known = argument.completionCandidates();
    if (known instanceof CompletionCandidates completionCandidates) {
      boolean _ = parseOptions(verb, before);
      return completionCandidates.of(
          new CompletionCandidates.Line(spec.userObject(), positionals, options, current));
    }
    return known == null ? Stream.empty() : StreamSupport.stream(known.spliterator(), false);
  }

  /// Sets the typed options on the verb, such as the broker.
  ///
  /// @return whether the line is complete; the options of an incomplete line are set, too
  private static boolean parseOptions(CommandLine verb, List<String> before) {
    try {
      verb.getParent().parseArgs(before.toArray(String[]::new));
      return true;
    } catch (CommandLine.ParameterException incomplete) {
      return false;
    }
  }
}
