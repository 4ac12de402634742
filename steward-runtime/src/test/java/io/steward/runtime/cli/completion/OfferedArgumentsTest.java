package io.steward.runtime.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OfferedArgumentsTest {

  private static List<String> offered(Map<String, Object> schema, String current) {
    CompletionCandidates.Line line =
        new CompletionCandidates.Line(new Object(), List.of("subject"), Map.of(), current);
    return CompletionCandidates.OfArguments.keys(schema, line).toList();
  }

  @Test
  void noKeyOfASchemaIsOfferedAsAnOptionOrAFileOfArguments() {
    Map<String, Object> any = Map.of();
    Map<String, Object> schema =
        Map.of(
            "properties",
            Map.of("text", any, "--broker", any, "@/etc/hosts", any, "a=b", any, "", any));
    assertThat(offered(schema, "")).containsExactly("text=");
  }

  @Test
  void theValuesOfAnEnumAreOffered() {
    Map<String, Object> schema =
        Map.of("properties", Map.of("mode", Map.of("enum", List.of("fast", "very slow"))));
    assertThat(offered(schema, "mode=")).containsExactly("mode=fast", "mode=very slow");
  }
}
