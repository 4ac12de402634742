package io.steward.runtime.emulation;

import io.steward.api.NodeName;
import io.steward.runtime.databind.JsonSchema;
import io.steward.runtime.fleet.CancelRequest;
import io.steward.runtime.fleet.UnitDocument;
import io.steward.runtime.fleet.UnitDocument.ConfigReport;
import io.steward.runtime.fleet.UnitDocument.MethodReport;
import io.steward.runtime.fleet.UnitDocument.PluginReport;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an emulated unit says of itself: what a node says that has the method `shellcommand` alone.
///
/// @param name its name
/// @param labels by which it can be chosen
/// @param started when it started
/// @param shell what runs on it
record EmulatedStateBuilder(
    NodeName name, Map<String, String> labels, Instant started, ProcessReport shell) {

  private static final List<MethodReport> METHODS =
      List.of(
          new MethodReport(
              "shellcommand",
              "command",
              Optional.of("Runs a program, streams its output, and reports its exit status."),
              Optional.of(JsonSchema.of(ShellArguments.class))));

  /// What the units run on is what this program runs on.
  private static final Map<String, String> SYSTEM =
      Map.of(
          "os", System.getProperty("os.name"),
          "version", System.getProperty("os.version"),
          "arch", System.getProperty("os.arch"),
          "java", Runtime.version().toString());

  /// The whole of it.
  ///
  /// @param goodbye whether it is the last for now
  /// @param ledger how many messages it remembers
  /// @param outbox how many of its words wait for the broker
  UnitDocument document(EmulationContext context, boolean goodbye, int ledger, int outbox) {
    Instant at = context.clock().local().instant();
    String version = context.spec().version();
    String cancel = CancelRequest.subject(name).toString();
    return new UnitDocument(
        name.value(),
        version,
        started,
        at,
        context.spec().heartbeat(),
        goodbye ? Optional.of(at) : Optional.empty(),
        Optional.empty(), // its link is others', too
        labels,
        SYSTEM,
        Map.of(),
        List.of(
            new PluginReport("shellcommand", version, "", List.of(), METHODS, Optional.empty())),
        List.of(new ProcessReport(cancel, "idle", 0, 0, 0, 0, 0, ""), shell),
        List.of(),
        ledger,
        outbox,
        context.clock().offset().map(Duration::toMillis),
        List.of(),
        new ConfigReport("emulated", ""));
  }
}
