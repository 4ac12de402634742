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

/// Builds the state of an emulated unit: that of a node whose only plugin method is `shellcommand`.
///
/// @param name the unit's name
/// @param labels the labels by which it can be selected
/// @param started when it started
/// @param shell the report of its shell process
record EmulatedStateBuilder(
    NodeName name, Map<String, String> labels, Instant started, ProcessReport shell) {

  private static final List<MethodReport> METHODS =
      List.of(
          new MethodReport(
              "shellcommand",
              "command",
              Optional.of("Runs a program, streams its output, and reports its exit status."),
              Optional.of(JsonSchema.of(ShellArguments.class))));

  /// The system of the units is that of this program.
  private static final Map<String, String> SYSTEM =
      Map.of(
          "os", System.getProperty("os.name"),
          "version", System.getProperty("os.version"),
          "arch", System.getProperty("os.arch"),
          "java", Runtime.version().toString());

  /// The whole document.
  ///
  /// @param stopping whether it announces a shutdown
  /// @param ledger the number of messages in its ledger
  /// @param outbox the number of messages in its outbox
  UnitDocument document(EmulationContext context, boolean stopping, int ledger, int outbox) {
    Instant at = context.clock().local().instant();
    String version = context.spec().version();
    String cancel = CancelRequest.subject(name).toString();
    return new UnitDocument(
        name.value(),
        version,
        started,
        at,
        context.spec().heartbeat(),
        stopping ? Optional.of(at) : Optional.empty(),
        Optional.empty(), // its link is shared with other units
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
