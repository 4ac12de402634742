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

  /// Why a message is ignored, which nobody can be told about.
  enum Ignored {
    /// Its subject is not valid.
    INVALID_SUBJECT("invalid subject"),
    /// It claims a place in a stream where it is not.
    FORGED("forged"),
    /// Another sender's message has its id.
    ID_TAKEN("id taken"),
    /// It made the code fail that judges it.
    UNREADABLE("unreadable");

    private final String word;

    Ignored(String word) {
      this.word = word;
    }

    /// The word for people and metrics.
    public String word() {
      return word;
    }
  }

  /// Ignores everything.
  MetricsListener NONE =
      new MetricsListener() {
        @Override
        public void stateReached(String subject, State state) {}

        @Override
        public void ignored(Ignored why) {}

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

  /// A message is ignored.
  void ignored(Ignored why);

  /// A command has waited this long for its handler since it was received.
  void waited(Subject subject, Duration time);

  /// A handler has run this long for a command.
  void ran(Subject subject, Duration time);
}
