package {{package}};

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.State;
import io.steward.testkit.Run;
import io.steward.testkit.Workbench;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The handler on a node's engine.
class {{type}}Test {

  @Test
  void greetsWhoIsNamed() {
    try (Workbench bench = Workbench.of(new {{type}}("good morning"))) {
      Run run = bench.send("{name: ship2}");
      assertThat(run.state()).isEqualTo(State.Last.SUCCEEDED);
      assertThat(run.result()).isEqualTo(Map.of("text", "good morning ship2"));
    }
  }

  @Test
  void failsWhenNobodyIsNamed() {
    try (Workbench bench = Workbench.of(new {{type}}())) {
      Run run = bench.send("{name: ''}");
      assertThat(run.state()).isEqualTo(State.Last.FAILED);
      assertThat(run.reason()).isEqualTo("nobody to greet");
    }
  }

  @Test
  void isNotGivenArgumentsThatDoNotBind() {
    try (Workbench bench = Workbench.of(new {{type}}())) {
      Run run = bench.send("{nmae: ship2}");
      assertThat(run.state()).isEqualTo(State.Last.REJECTED);
      assertThat(run.reason()).contains("did you mean \"name\"?");
    }
  }
}
