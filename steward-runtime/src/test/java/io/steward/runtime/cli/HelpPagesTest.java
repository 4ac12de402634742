package io.steward.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.runtime.cli.help.HelpPages;
import io.steward.runtime.cli.terminal.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

class HelpPagesTest {

  private static final String MANUAL = "share/man/man1/";
  private static final Set<String> REQUESTS =
      Set.of(".TH", ".SH", ".PP", ".TP", ".nf", ".fi", ".nh", ".ad");
  private static final Pattern ESCAPES =
      Pattern.compile("\\\\(?:e|-|&|f[BIR]|\\((?:aq|dq|ga|ha|ti)|\\[u[0-9A-F]{4,}])");

  private final Map<String, String> pages = HelpPages.of(Verbs.line(List.of()));

  private String page(String name) {
    return Objects.requireNonNull(pages.get(name), name);
  }

  /// What the verb prints to a person.
  private static String printed(Ansi ansi, String... words) {
    StringWriter out = new StringWriter();
    int exit =
        Verbs.line(List.of(words))
            .setColorScheme(Help.defaultColorScheme(ansi))
            .setOut(new PrintWriter(out))
            .execute(words);
    assertThat(exit).isEqualTo(ExitCode.OK);
    return out.toString();
  }

  private static List<String> shown() {
    return Verbs.line(List.of()).getSubcommands().values().stream()
        .filter(verb -> !verb.getCommandSpec().usageMessage().hidden())
        .map(CommandLine::getCommandName)
        .toList();
  }

  @Test
  void thePageOfAVerbIsWhatItsHelpPrints() {
    for (String verb : shown()) {
      assertThat(page("help/" + verb + ".txt")).isEqualTo(printed(Ansi.OFF, verb, "--help"));
      assertThat(page("help/" + verb + ".ansi")).isEqualTo(printed(Ansi.ON, verb, "--help"));
    }
  }

  @Test
  void thePageOfTheProgramIsWhatItsHelpPrints() {
    assertThat(page("help/steward.txt")).isEqualTo(printed(Ansi.OFF, "--help"));
    assertThat(page("help/steward.ansi"))
        .isEqualTo(printed(Ansi.ON, "--help"))
        .contains("\u001b[1m");
  }

  @Test
  void hiddenVerbsHaveNoPages() {
    assertThat(pages).hasSize(3 * (shown().size() + 1));
    assertThat(pages.keySet()).noneMatch(name -> name.contains("render-pages"));
    assertThat(page(MANUAL + "steward.1")).doesNotContain("render");
  }

  @Test
  void isReproducible() {
    assertThat(HelpPages.of(Verbs.line(List.of()))).isEqualTo(pages);
  }

  @Test
  void aManPageHasTheStandardSections() {
    assertThat(page(MANUAL + "steward-units.1"))
        .startsWith(".TH \"STEWARD\\-UNITS\" 1 \"\"")
        .contains(
            """
            .SH NAME
            steward\\-units \\- lists the units and their states
            .SH SYNOPSIS
            \\fBsteward units\\fR [\\-hV]\
            """)
        .contains(
            """
            .TP
            \\fB\\-\\-sort\\fR=\\fIKEY\\fR
            Sort key: name,\
            """)
        .contains(
            """
            .SH EXIT STATUS
            .TP
            \\fB0\\fR
            all succeeded
            """)
        .contains(
            """
            .TP
            \\fBSTEWARD_BROKER\\fR
            Used if \\-\\-broker is not given.
            """)
        .endsWith(".SH SEE ALSO\n\\fBsteward\\fR(1)\n");
    assertThat(page(MANUAL + "steward.1")).contains("\\fBsteward\\-units\\fR(1),\n");
    assertThat(page(MANUAL + "steward-check.1")).doesNotContain("ENVIRONMENT");
    assertThat(page(MANUAL + "steward-run.1")).contains("Batch sizes such as 1,10,25%, each");
    assertThat(page(MANUAL + "steward-emulate.1")).contains("Default: unit\\-%05d.", "  quit   ");
  }

  @Test
  void manPagesContainOnlyKnownRequestsAndEscapes() {
    pages.forEach((name, page) -> {
      if (name.startsWith(MANUAL)) {
        assertThat(page.lines().filter(line -> line.matches("[.'].*")))
            .as(name)
            .allMatch(line -> REQUESTS.contains(line.split(" ", 2)[0]));
        assertThat(ESCAPES.matcher(page).replaceAll("")).as(name).doesNotContain("\\", "-", "'");
        assertThat(page).as(name).matches("\\p{ASCII}*");
      }
    });
  }
}
