package io.steward.runtime.cli.scaffold;

import io.steward.runtime.plugin.PluginMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// The template of a plugin. Its files are resources next to this class, with placeholders in
/// double braces.
///
/// @param names the names to fill in
/// @param version the version of the API to build against
public record PluginTemplate(PluginNames names, String version) {

  /// The contents of its files, by their paths in its folder.
  ///
  /// @throws IllegalArgumentException if the name of its record is that of a type it imports
  public Map<String, String> files() {
    String folder = names.javaPackage().replace('.', '/') + "/";
    String kind = names.kind() + "/";
    String handler = render(kind + "Handler.java");
    if (handler.contains("." + names.type() + ";\n")) {
      throw new IllegalArgumentException(
          "the method "
              + names.method()
              + " would become a record "
              + names.type()
              + ", a name that the API uses; choose another name");
    }
    Map<String, String> files = new LinkedHashMap<>();
    files.put("pom.xml", render("pom.xml"));
    files.put(".gitignore", render("gitignore"));
    files.put("README.md", render(kind + "README.md"));
    files.put("sample.yaml", render(kind + "sample.yaml"));
    files.put("src/main/java/module-info.java", render("module-info.java"));
    files.put("src/main/java/" + folder + "package-info.java", render("package-info.java"));
    files.put("src/main/java/" + folder + names.type() + ".java", handler);
    String tests = "src/test/java/" + folder + names.type();
    files.put(tests + "Test.java", render(kind + "HandlerTest.java"));
    files.put(tests + "ContractTest.java", render(kind + "ContractTest.java"));
    return files;
  }

  private String render(String resource) {
    try (InputStream in = PluginTemplate.class.getResourceAsStream("plugin/" + resource)) {
      String text =
          new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
      for (var word : variables().entrySet()) {
        text = text.replace("{{" + word.getKey() + "}}", word.getValue());
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> variables() {
    return Map.of(
        "name",
        names.method().value(),
        "type",
        names.type(),
        "package",
        names.javaPackage(),
        "group",
        names.group(),
        "version",
        version,
        "service",
        names.kind() == PluginMethod.Kind.SOURCE
            ? "io.steward.api.Source"
            : "io.steward.api.MethodHandler");
  }
}
