package io.steward.runtime.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The state of a node as it is stored in the bucket of units.
///
/// @param node the node's name
/// @param version its version of steward
/// @param started when it started, by its clock
/// @param at when this was written, by its clock
/// @param heartbeat the heartbeat interval
/// @param stopped when it shut down, if it announced its shutdown
/// @param link the connection to the broker over which this is published, if any: the server's id,
///   a space, and the number that this server gave the connection
/// @param labels the labels from its configuration
/// @param system its operating system, architecture and Java
/// @param facts the facts that its sources have found
/// @param plugins the plugins in its folder, including rejected ones
/// @param processes its processes
/// @param schedules its schedules
/// @param ledger the number of messages in its ledger
/// @param outbox the number of messages in its outbox, which wait for the broker
/// @param clockOffsetMillis how far the broker's clock is ahead of the node's, in milliseconds, if
///   known
/// @param problems problems of the node itself
/// @param config the configuration that it uses
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
  /// @param id its id, or the file's name if it was rejected
  /// @param version its version, or empty
  /// @param sha256 the digest of its jar, or empty
  /// @param signedBy the signers of the whole jar
  /// @param methods the methods that it provides
  /// @param problem why it was rejected, if it was
  public record PluginReport(
      String id,
      String version,
      String sha256,
      List<String> signedBy,
      List<MethodReport> methods,
      Optional<String> problem) {}

  /// A method of a plugin.
  ///
  /// @param name the method's name
  /// @param kind `command`, `event` or `source`
  /// @param description what it does, if it is a bound command method
  /// @param arguments the JSON Schema of its arguments, if it is a bound command method: a schema
  ///   that no sender needs is not worth its bytes in the state of ten thousand units
  public record MethodReport(
      String name,
      String kind,
      Optional<String> description,
      Optional<Map<String, Object>> arguments) {}

  /// A process of a node.
  ///
  /// @param subject its subject, which is also its name
  /// @param state `idle`, `running …`, or the state that a source reports
  /// @param waiting the number of messages in its mailbox
  /// @param done the number of messages that succeeded since the node started
  /// @param failed the number of those that did not
  /// @param busyNanos how long its handler has worked on commands, in nanoseconds
  /// @param restarts how often it got a new handler, or its source was restarted
  /// @param lastError the latest error, or empty
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
  /// @param name its name on the node
  /// @param cron when it is due
  /// @param zone the time zone of the cron expression
  /// @param jitter the interval over which nodes spread their runs
  /// @param missed `skip` or `once`: what happens with missed runs
  /// @param overlap `skip` or `queue`: what happens when the previous run has not ended
  /// @param command the command, `<method>.<domain>`
  /// @param arguments the arguments of the command
  /// @param timeout how long it may run, if that is set
  /// @param by who set the schedule
  /// @param set when it was set, by the node's clock
  /// @param next when it is due next
  /// @param lastDue when its latest run was due
  /// @param lastId the id of that run
  /// @param lastState the state of that run
  /// @param runs how often it ran
  /// @param skipped how often it was due and did not run; at most 10,000 are counted at a time
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

  /// The configuration of a node.
  ///
  /// @param file the file name as it was given
  /// @param digest the digest of its text
  public record ConfigReport(String file, String digest) {}
}
