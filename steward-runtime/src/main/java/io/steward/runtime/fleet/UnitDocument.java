package io.steward.runtime.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a node says of itself, as it stands in the bucket of units.
///
/// @param node its name
/// @param version of steward there
/// @param started when it started, by its clock
/// @param at when this was said, by its clock
/// @param heartbeat how often it says so
/// @param stopped when it said goodbye, if it did
/// @param link over which connection to the broker this is said, where there is one: the server's
///   id, a blank, and the number that this server gave the connection
/// @param labels from its configuration
/// @param system what it runs on
/// @param facts what its sources have found out about it
/// @param plugins what is in its folder, and what was refused
/// @param processes what runs on it
/// @param schedules what it runs again and again by itself
/// @param ledger how many messages it remembers
/// @param outbox how many of its words wait for the broker
/// @param clockOffsetMillis how far the broker's clock is ahead of the node's, where that is known
/// @param problems what is wrong with the node itself
/// @param config which configuration it follows
public record UnitDocument(
    String node,
    String version,
    Instant started,
    Instant at,
    Duration heartbeat,
    Optional<Instant> stopped,
    Optional<String> link,
    Map<String, String> labels,
    Map<String, String> system,
    Map<String, Object> facts,
    List<PluginReport> plugins,
    List<ProcessReport> processes,
    List<ScheduleReport> schedules,
    long ledger,
    long outbox,
    Optional<Long> clockOffsetMillis,
    List<String> problems,
    ConfigReport config) {

  /// A plugin of a node.
  ///
  /// @param id its id, or the file's name when it was refused
  /// @param version its version, or empty
  /// @param sha256 of its jar, or empty
  /// @param signedBy who has signed all of it
  /// @param methods what it provides
  /// @param problem why it was refused, if it was
  public record PluginReport(
      String id,
      String version,
      String sha256,
      List<String> signedBy,
      List<MethodReport> methods,
      Optional<String> problem) {}

  /// A method of a plugin.
  ///
  /// @param name the method
  /// @param kind `command`, `event` or `source`
  /// @param description what it does, for a command that is bound
  /// @param arguments JSON Schema of what it takes, for a command that is bound: what nobody can
  ///   send is not worth its bytes in the state of ten thousand units
  public record MethodReport(
      String name,
      String kind,
      Optional<String> description,
      Optional<Map<String, Object>> arguments) {}

  /// A process of a node.
  ///
  /// @param subject its subject, which is its name
  /// @param state `idle`, `running …`, or what a source says of itself
  /// @param waiting how many messages wait in memory
  /// @param done how many ended well since the node started
  /// @param failed how many did not
  /// @param busyNanos how long its handler has worked on commands, in nanoseconds
  /// @param restarts how often it was given a new handler, or its source was started again
  /// @param lastError the last thing that went wrong, or empty
  public record ProcessReport(
      String subject,
      String state,
      int waiting,
      long done,
      long failed,
      long busyNanos,
      long restarts,
      String lastError) {}

  /// A schedule of a node.
  ///
  /// @param name what it is called there
  /// @param cron when it is due
  /// @param zone whose clock that goes by
  /// @param jitter over how long nodes are spread
  /// @param missed `skip` or `once`: what is done about what was missed
  /// @param overlap `skip` or `queue`: what is done when the run before has not ended
  /// @param command what is executed, `<method>.<domain>`
  /// @param arguments of that
  /// @param timeout how long it may run, if that was said
  /// @param by who set it
  /// @param set when, by the node's clock
  /// @param next when it is due next
  /// @param lastDue when its latest run was due
  /// @param lastId the id of that
  /// @param lastState where that stands
  /// @param runs how often it ran
  /// @param skipped how often it did not, though it was due; it is counted up to 10,000 at a time
  public record ScheduleReport(
      String name,
      String cron,
      String zone,
      Duration jitter,
      String missed,
      String overlap,
      String command,
      Object arguments,
      Optional<Duration> timeout,
      String by,
      Instant set,
      Instant next,
      Optional<Instant> lastDue,
      Optional<String> lastId,
      Optional<String> lastState,
      long runs,
      long skipped) {}

  /// A node's configuration.
  ///
  /// @param file as it was given
  /// @param digest of its text
  public record ConfigReport(String file, String digest) {}
}
