package {{package}};

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.State;
import io.steward.testkit.Run;
import io.steward.testkit.Workbench;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The handler on a node's engine.
class {{type}}Test {

  @Test
  void keepsWhatItAcknowledges() {
    try (Workbench bench = Workbench.of(new {{type}}(Path.of("kept.txt")))) {
      Run run = bench.send("{text: the door is open}");
      assertThat(run.state()).isEqualTo(State.Open.ACCEPTED);
      assertThat(bench.data().resolve("kept.txt"))
          .content()
          .startsWith(run.id())
          .endsWith(" the door is open\n");
    }
  }

  @Test
  void isNotGivenEventsThatDoNotBind() {
    try (Workbench bench = Workbench.of(new {{type}}())) {
      Run run = bench.send("{txet: the door is open}");
      assertThat(run.state()).isEqualTo(State.Last.REJECTED);
      assertThat(run.reason()).contains("did you mean \"text\"?");
      assertThat(bench.data().resolve("events.txt")).doesNotExist();
    }
  }
}
