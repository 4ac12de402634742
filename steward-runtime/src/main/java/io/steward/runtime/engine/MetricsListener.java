package io.steward.runtime.engine;

import io.steward.api.State;
import io.steward.api.Subject;
import java.time.Duration;
import java.util.Set;

/// Is notified of what happens to messages as it happens, on the thread on which it happens, which
/// it must not block.
public interface MetricsListener {

  /// The subject under which messages for unbound subjects are counted: senders must not be able to
  /// create arbitrarily many counters.
  String UNBOUND = "unbound";

  /// Ignores everything.
  MetricsListener NONE =
      new MetricsListener() {
        @Override
        public void stateReached(String subject, State state) {}

        @Override
        public void waited(Subject subject, Duration time) {}

        @Override
        public void ran(Subject subject, Duration time) {}
      };

  /// A message has reached a state, which is durable.
  ///
  /// @param subject of its process, or {@link #UNBOUND}
  void stateReached(String subject, State state);

  /// A message has reached a state, which is durable.
  ///
  /// @param bound the subjects of all processes
  default void stateReached(Subject subject, Set<Subject> bound, State state) {
    stateReached(bound.contains(subject) ? subject.toString() : UNBOUND, state);
  }

  /// A command has waited this long for its handler since it was received.
  void waited(Subject subject, Duration time);

  /// A handler has run this long for a command.
  void ran(Subject subject, Duration time);
}
