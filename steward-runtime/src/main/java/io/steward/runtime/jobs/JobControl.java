package io.steward.runtime.jobs;

import io.steward.api.NodeName;
import java.time.Instant;
import java.util.Locale;

/// What an operator wishes of a job.
///
/// @param action what
/// @param by who
/// @param at when
public record JobControl(Action action, NodeName by, Instant at) {

  /// What there is to wish.
  public enum Action {
    /// Nothing more is to begin.
    PAUSE,
    /// It is to go on, whatever stopped it.
    RESUME,
    /// Nothing more is to begin, and what has begun is to be cancelled.
    CANCEL,
    /// Units that failed are to have it once more.
    RETRY_FAILED;

    /// The word for it.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
