package io.steward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateTest {

  private static List<State> all() {
    List<State> all = new ArrayList<>(List.of(State.InProgress.values()));
    all.addAll(List.of(State.Terminal.values()));
    return all;
  }

  @Test
  void wordsAreParsedBack() {
    for (State state : all()) {
      assertThat(State.parse(state.word())).isSameAs(state);
    }
    assertThat(State.Terminal.TIMED_OUT.word()).isEqualTo("timed-out");
  }

  @Test
  void nothingFollowsATerminalState() {
    for (State.Terminal terminal : State.Terminal.values()) {
      assertThat(terminal.isTerminal()).isTrue();
      assertThat(terminal.next()).isEmpty();
    }
  }

  @Test
  void everyPathFromStoredEndsInExactlyOneTerminalState() {
    Random random = new Random(11);
    for (int walk = 0; walk < 5000; walk++) {
      State state = State.InProgress.STORED;
      int steps = 0;
      int lasts = 0;
      while (!state.isTerminal() && steps < 1000) {
        List<State> next = List.copyOf(state.next());
        state = next.get(random.nextInt(next.size()));
        steps++;
        lasts += state.isTerminal() ? 1 : 0;
      }
      assertThat(lasts).isEqualTo(1);
    }
  }

  @Test
  void nothingIsAcceptedTwiceOrRunsBeforeItIsAccepted() {
    for (State state : all()) {
      if (state != State.InProgress.STORED) {
        assertThat(state.next()).doesNotContain(State.InProgress.ACCEPTED);
      }
    }
    assertThat(State.InProgress.STORED.next())
        .doesNotContain(
            State.InProgress.RUNNING,
            State.Terminal.SUCCEEDED,
            State.Terminal.FAILED,
            State.Terminal.UNKNOWN);
  }

  @Test
  void onlyRunningMessagesTimeOut() {
    for (State state : all()) {
      assertThat(state.next().contains(State.Terminal.TIMED_OUT))
          .isEqualTo(state == State.InProgress.RUNNING);
    }
  }
}
