package io.steward.runtime.cli.method;

import io.steward.runtime.cli.terminal.Console;
import io.steward.runtime.cli.terminal.PrintableText;
import io.steward.runtime.cli.terminal.Table;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.SchemaWords;
import io.steward.runtime.fleet.UntrustedDocuments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Descriptions of methods, as tables and lines.
public final class MethodPage {

  private static final String INDENT = "  ";

  private MethodPage() {}

  /// A table with a row per method.
  public static Table list(List<MethodDescription> methods) {
    Table table = new Table("METHOD", "TYPE", "FROM", "DESCRIPTION");
    methods.forEach(
        method -> table.row(method.name(), method.kind(), method.origin(), method.description()));
    return table;
  }

  /// The full description of a method.
  public static List<PrintableText> of(MethodDescription method, Console console) {
    List<PrintableText> lines = new ArrayList<>();
    lines.add(console.bold(method.name() + " (" + method.kind() + ", " + method.origin() + ")"));
    if (!method.description().isEmpty()) {
      lines.add(PrintableText.of(INDENT, method.description()));
    }
    method.uses().forEach(use -> lines.add(PrintableText.of(INDENT + "as " + use)));
    method
        .arguments()
        .ifPresent(schema -> {
          lines.add(PrintableText.of("arguments:"));
          lines.addAll(components(schema));
        });
    method
        .settings()
        .ifPresent(schema -> {
          lines.add(PrintableText.of("settings:"));
          lines.addAll(components(schema));
        });
    lines.add(PrintableText.of(""));
    return lines;
  }

  private static List<PrintableText> components(Map<String, Object> schema) {
    Table table = new Table(INDENT + "NAME", "TYPE", "", "DESCRIPTION");
    boolean any = rows(schema, "", table);
    return any ? table.lines() : List.of(PrintableText.of(INDENT + "none"));
  }

  /// Adds a row per component, each followed by those of nested records.
  private static boolean rows(Map<String, Object> schema, String path, Table table) {
    Map<String, Object> properties = UntrustedDocuments.map(schema.get("properties"));
    List<?> required = schema.get("required") instanceof List<?> list ? list : List.of();
    properties.forEach((name, value) -> {
      Map<String, Object> property = UntrustedDocuments.map(value);
      table.row(
          INDENT + path + name,
          SchemaWords.of(property),
          defaultOrRequired(property, required.contains(name)),
          property.getOrDefault("description", "").toString());
      rows(property, path + name + ".", table);
      rows(UntrustedDocuments.map(property.get("items")), path + name + "[].", table);
    });
    return !properties.isEmpty();
  }

  private static String defaultOrRequired(Map<String, Object> property, boolean required) {
    if (property.containsKey("default")) {
      return "default " + Json.line(property.get("default"));
    }
    return required ? "required" : "";
  }
}
