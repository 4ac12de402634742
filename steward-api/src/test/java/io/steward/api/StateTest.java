package io.steward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateTest {

  private static List<State> all() {
    List<State> all = new ArrayList<>(List.of(State.Open.values()));
    all.addAll(List.of(State.Last.values()));
    return all;
  }

  @Test
  void wordsAreReadBack() {
    for (State state : all()) {
      assertThat(State.parse(state.word())).isSameAs(state);
    }
    assertThat(State.Last.TIMED_OUT.word()).isEqualTo("timed-out");
  }

  @Test
  void nothingFollowsALastState() {
    for (State.Last last : State.Last.values()) {
      assertThat(last.isLast()).isTrue();
      assertThat(last.next()).isEmpty();
    }
  }

  @Test
  void everyWalkFromStoredEndsInExactlyOneLastState() {
    Random random = new Random(11);
    for (int walk = 0; walk < 5000; walk++) {
      State state = State.Open.STORED;
      int steps = 0;
      int lasts = 0;
      while (!state.isLast() && steps < 1000) {
        List<State> next = List.copyOf(state.next());
        state = next.get(random.nextInt(next.size()));
        steps++;
        lasts += state.isLast() ? 1 : 0;
      }
      assertThat(lasts).isEqualTo(1);
    }
  }

  @Test
  void nothingIsAcceptedTwiceOrRunsUnaccepted() {
    for (State state : all()) {
      if (state != State.Open.STORED) {
        assertThat(state.next()).doesNotContain(State.Open.ACCEPTED);
      }
    }
    assertThat(State.Open.STORED.next())
        .doesNotContain(
            State.Open.RUNNING, State.Last.SUCCEEDED, State.Last.FAILED, State.Last.UNKNOWN);
  }

  @Test
  void onlyWhatRunsTimesOut() {
    for (State state : all()) {
      assertThat(state.next().contains(State.Last.TIMED_OUT))
          .isEqualTo(state == State.Open.RUNNING);
    }
  }
}
