package io.steward.runtime.jobs;

import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.MessageIdGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// A job as it was ordered. It never changes.
///
/// @param id of the job
/// @param by who ordered it
/// @param at when
/// @param method of the command
/// @param domain of the command
/// @param arguments of the command
/// @param timeout how long the command may run at a unit
/// @param deadline when nothing begins any more
/// @param targets whom was meant, as it was said
/// @param units whom that was when it was ordered, each once, in the order in which they go
/// @param rollout how it is carried out
public record JobSpec(
    String id,
    NodeName by,
    Instant at,
    MethodName method,
    Domain domain,
    Object arguments,
    Optional<Duration> timeout,
    Instant deadline,
    List<String> targets,
    List<String> units,
    Rollout rollout) {

  /// How long a job lasts when nobody says.
  public static final Duration USUAL_SPAN = Duration.ofDays(7);

  /// How long it may last.
  public static final Duration LONGEST_SPAN = Duration.ofDays(60);

  public JobSpec {
    if (!Addresses.isSafeId(id)) {
      throw new IllegalArgumentException("\"" + id + "\" is not an id");
    }
    if (!deadline.isAfter(at) || Duration.between(at, deadline).compareTo(LONGEST_SPAN) > 0) {
      throw new IllegalArgumentException("a job lasts at most 60d, and ends after it begins");
    }
    units.forEach(NodeName::new);
    if (new LinkedHashSet<>(units).size() < units.size()) {
      throw new IllegalArgumentException("a unit is named twice");
    }
    if (units.isEmpty() && !rollout.isOpen()) {
      throw new IllegalArgumentException("a job without units has nothing to do");
    }
  }

  /// How long it may last.
  Duration duration() {
    return Duration.between(at, deadline);
  }

  /// What is sent to a unit.
  ///
  /// @param left until the deadline
  Message message(String unit, Duration left) {
    Subject to = Subject.command(new NodeName(unit), method, domain);
    return new Message(to, arguments, timeout, Optional.of(left));
  }

  /// The id of what is sent to a unit: always the same for the same attempt, so that what is sent
  /// again, by whichever station, is the same command.
  ///
  /// @param attempt 1 for the first
  public String messageId(String unit, int attempt) {
    return MessageIdGenerator.reproducible(
        at, String.join(" ", id, unit, Integer.toString(attempt)));
  }

  /// The id of what cancels that.
  String cancellationId(String unit, int attempt) {
    return MessageIdGenerator.reproducible(
        at, String.join(" ", id, unit, Integer.toString(attempt), "cancel"));
  }
}
