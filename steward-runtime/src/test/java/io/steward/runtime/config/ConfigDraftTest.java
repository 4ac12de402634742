package io.steward.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.runtime.databind.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDraftTest {

  private static final String WHOLE =
      """
      node: ship
      labels: { region: north }
      commands:
        ask.test:
          from: [central, harbour]
          timeout: 30s
      """;

  @TempDir private Path temp = Path.of("");

  private boolean lacksParts(String text) throws IOException, ProblemsException {
    return draft(text).lacksPartsOf(draft(WHOLE));
  }

  private ConfigDraft draft(String text) throws IOException, ProblemsException {
    return ConfigDraft.read(Files.writeString(temp.resolve("ship.yaml"), text), Map.of());
  }

  @Test
  void aFileThatIsCutOffAtAnyLineLacksParts() throws Exception {
    for (int end = WHOLE.indexOf('\n');
        end < WHOLE.length() - 1;
        end = WHOLE.indexOf('\n', end + 1)) {
      assertThat(lacksParts(WHOLE.substring(0, end))).as(WHOLE.substring(0, end)).isTrue();
    }
  }

  @Test
  void aListWithFewerItemsLacksParts() throws Exception {
    assertThat(lacksParts(WHOLE.replace(", harbour", ""))).isTrue();
  }

  @Test
  void otherValuesAndAdditionsLackNothing() throws Exception {
    assertThat(lacksParts(WHOLE)).isFalse();
    assertThat(lacksParts(WHOLE.replace("30s", "1m").replace("north", "south"))).isFalse();
    assertThat(lacksParts(WHOLE + "sources: {}\nheartbeat: 1s\n")).isFalse();
  }
}
