package io.steward.runtime.cli.help;

import io.steward.runtime.cli.option.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// A man page, generated from the declarations of a verb.
///
/// @param name the name of the page, such as `steward-run`
/// @param roff its source
record ManPage(String name, String roff) {

  private static final Pattern VARIABLE = Pattern.compile("\\b[A-Z]+(?:_[A-Z]+)+\\b");

  /// The page of the program, which lists all verbs.
  static ManPage ofProgram(CommandLine root, List<CommandLine> verbs) {
    CommandSpec spec = root.getCommandSpec();
    Roff page = begin(spec);
    page.section("VERBS");
    for (CommandLine verb : verbs) {
      page.item(Roff.bold(verb.getCommandName()), sentence(verb.getCommandSpec(), 0));
    }
    options(spec, page);
    exitStatus(root, page);
    seeAlso(verbs.stream(), page);
    return new ManPage(name(spec), page.toString());
  }

  /// The page of a verb.
  ///
  /// @param root the program, whose exit codes apply to every verb
  static ManPage ofVerb(CommandLine verb, CommandLine root) {
    CommandSpec spec = verb.getCommandSpec();
    Roff page = begin(spec);
    arguments(spec, page);
    options(spec, page);
    exitStatus(root, page);
    environment(spec, page);
    seeAlso(Stream.of(root), page);
    return new ManPage(name(spec), page.toString());
  }

  private static String name(CommandSpec spec) {
    return spec.qualifiedName("-");
  }

  private static Roff begin(CommandSpec spec) {
    Roff page = new Roff(name(spec), "steward " + Version.number());
    page.section("NAME").text(name(spec) + " - " + purpose(spec));
    page.section("SYNOPSIS");
    String typed = spec.qualifiedName();
    page.line(
        Roff.bold(typed) + " " + Roff.escaped(synopsis(spec).substring(typed.length()).strip()));
    page.section("DESCRIPTION");
    page.text(sentence(spec, 0));
    for (int i = 1; i < spec.usageMessage().description().length; i++) {
      page.paragraph(sentence(spec, i));
    }
    List<String> footer =
        Arrays.stream(spec.usageMessage().footer())
            .map(ManPage::text)
            .dropWhile(String::isBlank)
            .toList();
    if (!footer.isEmpty()) {
      page.lines(footer);
    }
    return page;
  }

  /// What follows the name in `man -k`: a phrase, not a sentence.
  private static String purpose(CommandSpec spec) {
    String sentence = sentence(spec, 0);
    String phrase =
        sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    return phrase.substring(0, 1).toLowerCase(Locale.ROOT) + phrase.substring(1);
  }

  private static String sentence(CommandSpec spec, int index) {
    return text(spec.usageMessage().description()[index]);
  }

  private static String synopsis(CommandSpec spec) {
    String[] custom = spec.usageMessage().customSynopsis();
    String synopsis =
        custom.length > 0
            ? String.join(" ", custom)
            : new Help(spec, Help.defaultColorScheme(Ansi.OFF)).synopsis(0);
    return synopsis.strip().replaceAll("\\s+", " ");
  }

  private static void arguments(CommandSpec spec, Roff page) {
    List<PositionalParamSpec> shown =
        spec.positionalParameters().stream()
            .filter(each -> !each.hidden())
            .sorted(Comparator.comparing(PositionalParamSpec::index))
            .toList();
    if (!shown.isEmpty()) {
      page.section("ARGUMENTS");
      shown.forEach(each -> page.item(Roff.italic(each.paramLabel()), description(each)));
    }
  }

  private static void options(CommandSpec spec, Roff page) {
    page.section("OPTIONS");
    shown(spec).forEach(each -> page.item(term(each), description(each)));
  }

  private static Stream<OptionSpec> shown(CommandSpec spec) {
    return spec.options().stream()
        .filter(each -> !each.hidden())
        .sorted(Comparator.comparing(OptionSpec::longestName));
  }

  private static String term(OptionSpec option) {
    String names = Arrays.stream(option.names()).map(Roff::bold).collect(Collectors.joining(", "));
    if (option.arity().max() == 0) {
      return names;
    }
    String value = "=" + Roff.italic(option.paramLabel());
    return names + (option.arity().min() == 0 ? "[" + value + "]" : value);
  }

  private static void exitStatus(CommandLine root, Roff page) {
    page.section("EXIT STATUS");
    root.getCommandSpec()
        .usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> page.item(Roff.bold(code.strip()), text(meaning)));
  }

  /// The environment variables that the descriptions of options mention.
  private static void environment(CommandSpec spec, Roff page) {
    Map<String, String> options = new LinkedHashMap<>();
    shown(spec)
        .forEach(option -> {
          Matcher variable = VARIABLE.matcher(description(option));
          while (variable.find()) {
            options.put(variable.group(), option.longestName());
          }
        });
    if (!options.isEmpty()) {
      page.section("ENVIRONMENT");
      options.forEach((variable, option) ->
          page.item(Roff.bold(variable), "Used if " + option + " is not given."));
    }
  }

  private static void seeAlso(Stream<CommandLine> others, Roff page) {
    List<String> pages = new ArrayList<>();
    others.forEach(each -> pages.add(Roff.bold(name(each.getCommandSpec())) + "(1)"));
    page.section("SEE ALSO").line(String.join(",\n", pages));
  }

  private static String description(ArgSpec argument) {
    return Ansi.OFF.string(String.join(" ", argument.description()));
  }

  /// Formats a text of a verb as its help does; those of arguments are formatted by picocli.
  private static String text(String declared) {
    return Ansi.OFF.string(declared.formatted());
  }
}
