package io.steward.runtime.jobs;

import io.steward.api.NodeName;
import java.time.Instant;
import java.util.Locale;

/// A control request: an operator asks the station to change how a job runs.
///
/// @param action the requested action
/// @param by the operator
/// @param at the time of the request
public record JobControl(Action action, NodeName by, Instant at) {

  /// What an operator can request.
  public enum Action {
    /// Start no more units.
    PAUSE,
    /// Continue, whatever paused or stopped the job.
    RESUME,
    /// Start no more units, and cancel those that have started.
    CANCEL,
    /// Run the command again at the units that failed.
    RETRY_FAILED;

    /// The action's name in the command line and in texts.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
