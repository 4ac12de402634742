package io.steward.runtime.cli.method;

import io.steward.api.Message;
import io.steward.api.MessageType;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.option.Version;
import io.steward.runtime.cli.terminal.PrintableText;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.databind.SchemaCheck;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.fleet.UnitDocument.MethodReport;
import io.steward.runtime.fleet.Units;
import io.steward.runtime.fleet.UntrustedDocuments;
import io.steward.runtime.node.BuiltinMethodCatalog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Checks, before anything is sent, whether units would reject the arguments, against the schemas
/// that they publish. Where no schema is known, only the unit can tell.
public final class ArgumentCheck {

  private static final Duration MIN_TIMEOUT = Duration.ofMillis(500);
  private static final String BUILTIN_DOMAIN = "steward";
  private static final int MAX_NAMES = 3;

  private final Map<String, Unit> units;
  private final Map<Map<String, Object>, List<String>> problemsBySchema = new HashMap<>();

  /// @param units the known units
  public ArgumentCheck(Collection<Unit> units) {
    this.units = units.stream().collect(Collectors.toMap(Unit::name, Function.identity()));
  }

  /// A check against the schemas of one unit, if they can be read soon: within half a second or,
  /// where link and machine are slow, within the time it took to connect. A client without
  /// permission to read them gets no answer.
  ///
  /// @param connectTime how long connecting took
  public static ArgumentCheck of(NodeName node, Bus bus, Duration connectTime)
      throws InterruptedException {
    Duration timeout = connectTime.compareTo(MIN_TIMEOUT) > 0 ? connectTime : MIN_TIMEOUT;
    Optional<Unit> unit =
        BestEffortQuery.answer(
            timeout, () -> new Units(bus, InstantSource.system()).lastReported(node));
    return new ArgumentCheck(unit.stream().toList());
  }

  /// Checks messages to send, all with the same arguments.
  ///
  /// @throws IllegalArgumentException if a unit would reject its message; the message says why
  public void check(List<Message> messages) {
    if (messages.isEmpty()) {
      return;
    }
    Object arguments = PlainData.of(messages.getFirst().arguments());
    Map<List<String>, List<String>> rejecting = new LinkedHashMap<>();
    for (Message message : messages) {
      List<String> problems = problems(message.to(), arguments);
      if (!problems.isEmpty()) {
        rejecting
            .computeIfAbsent(problems, _ -> new ArrayList<>())
            .add(message.to().node().value());
      }
    }
    if (!rejecting.isEmpty()) {
      String why =
          rejecting.entrySet().stream()
              .map(each -> names(each.getValue()) + ": " + String.join("; ", each.getKey()))
              .map(line -> PrintableText.of(line).toString()) // a unit wrote its schema
              .collect(Collectors.joining("\n"));
      throw new IllegalArgumentException(
          "not sent; it would be rejected by " + why + " (--no-check sends it anyway)");
    }
  }

  private List<String> problems(Subject subject, Object arguments) {
    return schema(subject)
        .map(schema ->
            problemsBySchema.computeIfAbsent(schema, each -> SchemaCheck.problems(each, arguments)))
        .orElse(List.of());
  }

  /// The schema of a command's arguments, if known. Nodes do not publish the schemas of built-in
  /// commands, which are the same in all nodes of a version.
  public Optional<Map<String, Object>> schema(Subject subject) {
    Unit unit = units.get(subject.node().value());
    if (unit == null || subject.type() != MessageType.COMMAND) {
      return Optional.empty();
    }
    if (subject.domain().value().equals(BUILTIN_DOMAIN)) {
      return unit.text("version").equals(Version.number())
          ? BuiltinMethodCatalog.reports().stream()
              .filter(method -> method.name().equals(subject.method().value()))
              .findFirst()
              .flatMap(MethodReport::arguments)
          : Optional.empty();
    }
    return unit.command(subject.method())
        .map(method -> UntrustedDocuments.map(method.get("arguments")));
  }

  private static String names(List<String> nodes) {
    int more = nodes.size() - MAX_NAMES;
    return nodes.stream().limit(MAX_NAMES).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }
}
