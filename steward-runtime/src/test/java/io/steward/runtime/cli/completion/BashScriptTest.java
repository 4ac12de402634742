package io.steward.runtime.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script for bash, with a `steward` that offers what it is told. What bash would insert into
/// the line is then read by bash as a line.
class BashScriptTest {

  @TempDir private Path folder;

  /// What bash makes of a line after TAB: its words, each in angle brackets.
  private String completed(String line, String candidate) throws IOException, InterruptedException {
    Path script = folder.resolve("steward.bash");
    Files.writeString(script, Shell.BASH.script());
    String typed = line.substring(0, Math.max(line.lastIndexOf(' '), line.lastIndexOf('=')) + 1);
    String program =
        """
        steward() { printf '%s\\n' "$CANDIDATE"; }
        compopt() { :; }
        source "$SCRIPT"
        COMP_LINE=$LINE COMP_POINT=${#LINE}
        _steward
        eval "set -- $TYPED${COMPREPLY[0]}"
        printf '<%s>' "$@"
        """;
    ProcessBuilder bash = new ProcessBuilder(List.of("bash", "--norc", "-c", program));
    bash.environment().put("SCRIPT", script.toString());
    bash.environment().put("CANDIDATE", candidate);
    bash.environment().put("LINE", line);
    bash.environment().put("TYPED", typed);
    bash.directory(folder.toFile()).redirectErrorStream(true);
    Process process = bash.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return printed;
  }

  @Test
  void insertsAWordThatBashReadsAsTheSame() throws Exception {
    for (String word :
        List.of("yacht$(touch x)", "`touch x`", "a b", "a;touch x", "$HOME", "'", "\"", "~", "*")) {
      assertThat(completed("steward unit ", word)).isEqualTo("<steward><unit><" + word + ">");
    }
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void quotesOnlyTheValueAfterAKey() throws Exception {
    assertThat(completed("steward send s mode=v", "mode=very slow"))
        .isEqualTo("<steward><send><s><mode=very slow>");
    assertThat(completed("steward send s mo", "mode=")).isEqualTo("<steward><send><s><mode=>");
  }
}
