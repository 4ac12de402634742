package io.steward.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.runtime.cli.terminal.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class VerbsTest {

  private static Map<String, CommandLine> modelled(String... words) {
    return Verbs.line(List.of(words)).getSubcommands();
  }

  /// The usage error for an invalid command line.
  private static String usageError(String... words) {
    StringWriter errors = new StringWriter();
    int exit = Verbs.line(List.of(words)).setErr(new PrintWriter(errors)).execute(words);
    assertThat(exit).isEqualTo(ExitCode.USAGE);
    return errors.toString();
  }

  @Test
  void modelsOnlyTheTypedVerb() {
    assertThat(modelled("units", "--json")).containsOnlyKeys("units");
    assertThat(modelled("run", "units", "--", "send")).containsOnlyKeys("run");
    assertThat(modelled("complete", "--", "units", "")).containsOnlyKeys("complete");
  }

  @Test
  void modelsAllVerbsIfNoneWasTyped() {
    List<String> all = List.copyOf(modelled().keySet());
    assertThat(all).startsWith("up", "node", "send").contains("units", "complete");
    assertThat(modelled("--help").keySet()).containsExactlyElementsOf(all);
    assertThat(modelled("--version", "units").keySet()).containsExactlyElementsOf(all);
    assertThat(modelled("untis").keySet()).containsExactlyElementsOf(all);
  }

  @Test
  void aVerbIsModelledTheSameAloneAndAmongAll() {
    modelled()
        .forEach((name, among) -> {
          CommandLine alone = Objects.requireNonNull(modelled(name).get(name));
          assertThat(alone.getCommandName()).isEqualTo(name);
          assertThat(alone.getUsageMessage()).isEqualTo(among.getUsageMessage());
          assertThat(alone.isCaseInsensitiveEnumValuesAllowed()).isTrue();
        });
  }

  @Test
  void suggestsTheNearestVerb() {
    assertThat(usageError("untis")).contains("untis", "Did you mean", "steward units");
  }

  @Test
  void suggestsTheNearestOptionOfTheVerb() {
    assertThat(usageError("units", "--wacth")).contains("--wacth", "--watch");
  }

  @Test
  void requiresAVerb() {
    assertThat(usageError()).contains("a verb is missing", "units");
  }
}
