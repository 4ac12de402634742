package io.steward.runtime.cli;

import io.steward.api.Description;
import io.steward.runtime.binding.Json;
import io.steward.runtime.binding.JsonSchema;
import io.steward.runtime.binding.Nearest;
import io.steward.runtime.binding.Plain;
import io.steward.runtime.fleet.Documents;
import io.steward.runtime.plugin.Method;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.plugin.Terms;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `steward describe METHOD`
@Command(
    name = "describe",
    description = "Says what a method takes: its arguments, and its settings with their defaults.",
    mixinStandardHelpOptions = true)
final class Describe implements Callable<Integer> {

  @Parameters(paramLabel = "METHOD", description = "The method.")
  private String wanted = "";

  @Option(names = "--plugins", paramLabel = "FOLDER", description = "Where to look for it.")
  private @Nullable Path folder;

  @Option(names = "--json", description = "JSON Schemas, one object a line.")
  private boolean json;

  /// Made by picocli.
  Describe() {}

  @Override
  public Integer call() throws Exception {
    Console console = new Console(Console.stdout(), System.err, System.getenv(), json);
    try (PluginFolder plugins = PluginSource.open(folder, Terms.ANY)) {
      List<Method> methods =
          plugins.methods().stream()
              .filter(method -> method.name().value().equals(wanted))
              .toList();
      if (methods.isEmpty()) {
        List<String> names =
            plugins.methods().stream().map(method -> method.name().value()).distinct().toList();
        throw new IllegalArgumentException(
            "no plugin has a method " + wanted + Nearest.hint(wanted, names));
      }
      methods.forEach(method -> describe(method, console));
      return Exit.FINE;
    }
  }

  private void describe(Method method, Console console) {
    Map<String, Object> settings = JsonSchema.of(method.settings());
    Map<String, Object> arguments = method.arguments().map(JsonSchema::of).orElse(Map.of());
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("name", method.name().value());
      object.put("type", method.kind().toString());
      object.put("plugin", method.plugin());
      object.put("settings", settings);
      object.put("arguments", arguments);
      console.object("method", object);
      return;
    }
    console.line(
        console.bold(method.name() + " (" + method.kind() + ", plugin " + method.plugin() + ")"));
    Description description = method.settings().getAnnotation(Description.class);
    if (description != null) {
      console.line("  " + description.value());
    }
    if (!arguments.isEmpty()) {
      console.line("arguments:");
      components(arguments, Map.of(), console);
    }
    console.line("settings:");
    components(settings, Documents.map(Plain.of(method.defaults().get())), console);
    console.line("");
  }

  private static void components(
      Map<String, Object> schema, Map<String, Object> defaults, Console console) {
    Map<String, Object> properties = Documents.map(schema.get("properties"));
    if (properties.isEmpty()) {
      console.line("  none");
    }
    List<?> required = schema.get("required") instanceof List<?> list ? list : List.of();
    Table table = new Table("  NAME", "TYPE", "", "MEANING");
    properties.forEach((name, value) -> {
      Map<String, Object> property = Documents.map(value);
      String fallback =
          defaults.containsKey(name)
              ? "default " + Json.line(defaults.get(name))
              : required.contains(name) && defaults.isEmpty() ? "required" : "";
      table.row(
          "  " + name,
          type(property),
          fallback,
          property.getOrDefault("description", "").toString());
    });
    if (!properties.isEmpty()) {
      table.lines().forEach(console::line);
    }
  }

  private static String type(Map<String, Object> property) {
    if (property.containsKey("enum")) {
      return property.get("enum").toString();
    }
    Object type = property.getOrDefault("type", "any");
    if (type.equals("array")) {
      return "list of " + type(Documents.map(property.get("items")));
    }
    if (property.containsKey("pattern")) {
      return "duration";
    }
    return property.getOrDefault("format", type).toString();
  }
}
