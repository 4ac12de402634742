package {{package}};

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.State;
import io.steward.testkit.Run;
import io.steward.testkit.Workbench;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Runs the handler on the engine of a node.
class {{type}}Test {

  @Test
  void storesWhatItAcknowledges() {
    try (Workbench bench = Workbench.of(new {{type}}(Path.of("kept.txt")))) {
      Run run = bench.send("{text: the door is open}");
      assertThat(run.state()).isEqualTo(State.InProgress.ACCEPTED);
      assertThat(bench.data().resolve("kept.txt"))
          .content()
          .startsWith(run.id())
          .endsWith(" the door is open\n");
    }
  }

  @Test
  void doesNotReceiveInvalidEvents() {
    try (Workbench bench = Workbench.of(new {{type}}())) {
      Run run = bench.send("{txet: the door is open}");
      assertThat(run.state()).isEqualTo(State.Terminal.REJECTED);
      assertThat(run.reason()).contains("did you mean \"text\"?");
      assertThat(bench.data().resolve("events.txt")).doesNotExist();
    }
  }
}
