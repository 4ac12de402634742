package {{package}};

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.State;
import io.steward.testkit.Run;
import io.steward.testkit.Workbench;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Runs the handler on the engine of a node.
class {{type}}Test {

  @Test
  void greetsByName() {
    try (Workbench bench = Workbench.of(new {{type}}("good morning"))) {
      Run run = bench.send("{name: ship2}");
      assertThat(run.state()).isEqualTo(State.Terminal.SUCCEEDED);
      assertThat(run.result()).isEqualTo(Map.of("text", "good morning ship2"));
    }
  }

  @Test
  void failsIfTheNameIsBlank() {
    try (Workbench bench = Workbench.of(new {{type}}())) {
      Run run = bench.send("{name: ''}");
      assertThat(run.state()).isEqualTo(State.Terminal.FAILED);
      assertThat(run.reason()).isEqualTo("name is blank");
    }
  }

  @Test
  void doesNotReceiveInvalidArguments() {
    try (Workbench bench = Workbench.of(new {{type}}())) {
      Run run = bench.send("{nmae: ship2}");
      assertThat(run.state()).isEqualTo(State.Terminal.REJECTED);
      assertThat(run.reason()).contains("did you mean \"name\"?");
    }
  }
}
