package io.steward.runtime.cli.method;

import io.steward.api.MethodName;
import io.steward.runtime.databind.JsonSchema;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.fleet.UnitDocument.MethodReport;
import io.steward.runtime.fleet.UntrustedDocuments;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.plugin.PluginMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The description of a method, of a plugin, of a unit or built in.
///
/// @param name its name
/// @param kind `command`, `event` or `source`
/// @param plugin the id of its plugin; empty for built-in methods
/// @param description what it does
/// @param uses its bindings or subjects, as far as they are known
/// @param arguments the JSON Schema of its arguments, if it has any and they are known
/// @param settings the JSON Schema of its settings, if they are known
public record MethodDescription(
    String name,
    String kind,
    Optional<String> plugin,
    String description,
    List<String> uses,
    Optional<Map<String, Object>> arguments,
    Optional<Map<String, Object>> settings) {

  private static final String EVERY_NODE = "every node";

  /// A method of a plugin, with what can be told without running its code.
  ///
  /// @param uses its bindings
  static MethodDescription of(PluginMethod method, List<String> uses) {
    return new MethodDescription(
        method.name().value(),
        method.kind().toString(),
        Optional.of(method.plugin()),
        method.description().orElse(""),
        uses,
        Optional.empty(),
        Optional.empty());
  }

  /// A method of a plugin, with its arguments and settings. Runs code of the plugin: the defaults
  /// of settings are what its constructor makes them.
  ///
  /// @param uses its bindings
  /// @throws IllegalArgumentException if it cannot be created
  static MethodDescription complete(PluginMethod method, List<String> uses) {
    PluginFolder.check(method);
    return new MethodDescription(
        method.name().value(),
        method.kind().toString(),
        Optional.of(method.plugin()),
        method.description().orElse(""),
        uses,
        method.arguments().map(JsonSchema::of),
        Optional.of(JsonSchema.overlaying(method.defaults().get())));
  }

  /// A built-in method, which every node has under the domain `steward`.
  ///
  /// @param node the node's name, or `*` for any
  static MethodDescription builtin(MethodReport method, String node) {
    return new MethodDescription(
        method.name(),
        method.kind(),
        Optional.empty(),
        method.description().orElse(""),
        List.of(node + ".command." + method.name() + ".steward"),
        method.arguments(),
        Optional.empty());
  }

  /// The methods of a unit's plugins, as it reports them. What has no name of a method cannot be
  /// called.
  public static List<MethodDescription> of(Unit unit) {
    List<String> processes =
        unit.maps("processes").stream().map(each -> String.valueOf(each.get("subject"))).toList();
    return unit.maps("plugins").stream()
        .flatMap(plugin ->
            UntrustedDocuments.maps(plugin.get("methods")).stream()
                .filter(method -> isName(String.valueOf(method.get("name"))))
                .map(method -> of(unit.name(), plugin, method, processes)))
        .toList();
  }

  private static boolean isName(String text) {
    try {
      return new MethodName(text).value().equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static MethodDescription of(
      String unit, Map<String, Object> plugin, Map<String, Object> method, List<String> processes) {
    String name = String.valueOf(method.get("name"));
    String kind = String.valueOf(method.get("kind"));
    String begin = unit + "." + kind + "." + name + ".";
    return new MethodDescription(
        name,
        kind,
        Optional.of(String.valueOf(plugin.get("id"))),
        method.getOrDefault("description", "").toString(),
        processes.stream().filter(subject -> subject.startsWith(begin)).toList(),
        Optional.ofNullable(method.get("arguments")).map(UntrustedDocuments::map),
        Optional.empty());
  }

  /// Where it comes from, for people.
  String origin() {
    return plugin.map(id -> "plugin " + id).orElse(EVERY_NODE);
  }

  /// The description as a JSON object.
  public Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", name);
    object.put("type", kind);
    plugin.ifPresent(id -> object.put("plugin", id));
    object.put("description", description);
    object.put("uses", uses);
    settings.ifPresent(schema -> object.put("settings", schema));
    arguments.ifPresent(schema -> object.put("arguments", schema));
    return object;
  }
}
