package io.steward.runtime.process;

import io.steward.api.State;
import io.steward.api.Subject;
import java.time.Duration;

/// Is told what happens to messages as it happens, by whatever thread it happens on, which it must
/// not hold up.
public interface MetricsListener {

  /// What a message is counted under whose subject nothing here is bound to: senders must not be
  /// able to make up as many counters as they like.
  String UNBOUND = "unbound";

  /// Measures nothing.
  MetricsListener NONE =
      new MetricsListener() {
        @Override
        public void stateReached(String subject, State state) {}

        @Override
        public void waited(Subject subject, Duration time) {}

        @Override
        public void ran(Subject subject, Duration time) {}
      };

  /// A message has got into a state, which is on the disk.
  ///
  /// @param subject of its process, or {@link #UNBOUND}
  void stateReached(String subject, State state);

  /// A command has waited so long, since it came, for its handler.
  void waited(Subject subject, Duration time);

  /// A handler has worked so long on a command.
  void ran(Subject subject, Duration time);
}
