package io.steward.runtime.jobs;

import io.steward.api.Domain;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.MessageIdGenerator;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.digest.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// A job as it was created. Immutable.
///
/// @param id the id of the job
/// @param by who created it
/// @param at when it was created
/// @param method the method of the command
/// @param domain the domain of the command
/// @param arguments the arguments of the command
/// @param timeout how long the command may run at each unit
/// @param deadline when no more units are started
/// @param targets the targets as the creator wrote them
/// @param units the units that matched when the job was created, each once, in the order in which
///   they start
/// @param rollout how the job proceeds
/// @param salt random, and part of the ids of the commands, so that a unit that knows one id can
///   compute no other; jobs of older versions have none
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
    Rollout rollout,
    Optional<String> salt) {

  /// The default time from creation to the deadline.
  public static final Duration DEFAULT_DURATION = Duration.ofDays(7);

  /// The maximum time from creation to the deadline.
  public static final Duration MAX_DURATION = Duration.ofDays(60);

  public JobSpec {
    if (!Addresses.isSafeId(id)) {
      throw new IllegalArgumentException("\"" + id + "\" is not an id");
    }
    if (!deadline.isAfter(at) || Duration.between(at, deadline).compareTo(MAX_DURATION) > 0) {
      throw new IllegalArgumentException("the deadline must be after the creation, by at most 60d");
    }
    units.forEach(NodeName::new);
    if (new LinkedHashSet<>(units).size() < units.size()) {
      throw new IllegalArgumentException("a unit is listed twice");
    }
    if (units.isEmpty() && !rollout.acceptsLateJoiners()) {
      throw new IllegalArgumentException("a job without units must admit late joiners");
    }
  }

  /// The time from creation to the deadline.
  Duration duration() {
    return Duration.between(at, deadline);
  }

  /// The command for a unit.
  ///
  /// @param left the time left until the deadline, which is the command's expiry
  Message message(String unit, Duration left) {
    Subject to = Subject.command(new NodeName(unit), method, domain);
    return new Message(to, arguments, timeout, Optional.of(left));
  }

  /// The id of a unit's command. It is always the same for the same attempt, so a command published
  /// again, by any station, is a duplicate.
  ///
  /// @param attempt from 1
  public String messageId(String unit, int attempt) {
    return derivedId(id, unit, Integer.toString(attempt));
  }

  /// The id of the cancellation of that command.
  String cancellationId(String unit, int attempt) {
    return derivedId(id, unit, Integer.toString(attempt), "cancel");
  }

  private String derivedId(String... of) {
    String text = String.join(" ", of);
    return MessageIdGenerator.reproducible(
        at, salt.map(random -> random + " " + text).orElse(text));
  }

  /// A digest of all of it: a spec is written once, and one that was replaced is recognized.
  String sha256() {
    return Sha256.of(Json.write(PlainData.of(this)));
  }
}
