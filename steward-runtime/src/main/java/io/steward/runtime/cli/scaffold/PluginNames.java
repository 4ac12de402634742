package io.steward.runtime.cli.scaffold;

import io.steward.api.MethodName;
import io.steward.runtime.plugin.PluginMethod;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/// The names in a new plugin.
///
/// @param method the method
/// @param kind the kind of the method
/// @param javaPackage the Java package, which also names the module
/// @param type the name of the record
public record PluginNames(
    MethodName method, PluginMethod.Kind kind, String javaPackage, String type) {

  private static final String DEFAULT_GROUP = "org.example";

  /// Derives the names from that of the method.
  ///
  /// @param explicit the package; default: derived
  /// @throws IllegalArgumentException if the method name or the package name is invalid
  public static PluginNames of(String name, PluginMethod.Kind kind, @Nullable String explicit) {
    MethodName method = method(name);
    String javaPackage =
        Optional.ofNullable(explicit)
            .orElse(DEFAULT_GROUP + "." + name.toLowerCase(Locale.ROOT).replaceAll("[-_]", ""));
    if (!SourceVersion.isName(javaPackage)) {
      throw new IllegalArgumentException(
          "\""
              + javaPackage
              + "\" is not a Java package"
              + reason(javaPackage)
              + (explicit == null ? "; name one with --package" : ""));
    }
    return new PluginNames(method, kind, javaPackage, type(name, kind));
  }

  /// The group id for Maven.
  String group() {
    int last = javaPackage.lastIndexOf('.');
    return last < 0 ? javaPackage : javaPackage.substring(0, last);
  }

  private static MethodName method(String name) {
    try {
      return new MethodName(name);
    } catch (IllegalArgumentException invalid) {
      String suggestion = name.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^[-_]+|[-_]+$", "");
      throw new IllegalArgumentException(
          invalid.getMessage()
              + (isMethod(suggestion) ? "; did you mean \"" + suggestion + "\"?" : ""),
          invalid);
    }
  }

  private static boolean isMethod(String name) {
    try {
      return new MethodName(name).value().equals(name);
    } catch (IllegalArgumentException emptyOrTooLong) {
      return false;
    }
  }

  private static String reason(String javaPackage) {
    return Arrays.stream(javaPackage.split("\\.", -1))
        .filter(part -> !SourceVersion.isName(part))
        .findFirst()
        .map(part -> ": \"" + part + "\" is not a Java name")
        .orElse("");
  }

  /// Unlike the name of a method, a Java name cannot begin with a digit.
  private static String type(String name, PluginMethod.Kind kind) {
    String words =
        Arrays.stream(name.split("[-_]+"))
            .filter(word -> !word.isEmpty())
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
    return (Character.isDigit(words.charAt(0)) ? "Method" : "")
        + words
        + (kind == PluginMethod.Kind.SOURCE ? "Source" : "Handler");
  }
}
