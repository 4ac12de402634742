package io.steward.runtime.cli.method;

import io.steward.api.NodeName;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.cli.option.Version;
import io.steward.runtime.config.ConfigDraft;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.fleet.Unit;
import io.steward.runtime.fleet.Units;
import io.steward.runtime.node.BuiltinMethodCatalog;
import io.steward.runtime.node.PluginPolicyReader;
import io.steward.runtime.plugin.PluginFolder;
import io.steward.runtime.plugin.PluginMethod;
import io.steward.runtime.plugin.PluginPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds methods: in a plugin folder, for a configuration, or on a unit.
public final class MethodLookup {

  private MethodLookup() {}

  /// The methods in a plugin folder and the built-in ones.
  ///
  /// @param folder the folder; default: the installation's
  /// @param complete the method to describe completely, which runs its code
  public static List<MethodDescription> inFolder(@Nullable Path folder, String complete)
      throws IOException {
    try (PluginFolder plugins = PluginSource.inspect(folder, PluginPolicy.ANY)) {
      return describe(plugins, complete, method -> List.of());
    }
  }

  /// The methods in the plugin folder of a configuration, each with its bindings. Jars that its
  /// policy refuses have none.
  ///
  /// @param complete the method to describe completely, which runs its code
  public static List<MethodDescription> forConfig(Path file, String complete)
      throws IOException, ProblemsException {
    ConfigDraft draft = ConfigDraft.read(file, System.getenv());
    try (PluginFolder plugins =
        PluginSource.inspect(draft.plugins(), PluginPolicyReader.of(draft))) {
      return describe(plugins, complete, method -> uses(method, draft));
    }
  }

  private static List<MethodDescription> describe(
      PluginFolder plugins, String complete, Function<PluginMethod, List<String>> uses) {
    return withBuiltins(
        plugins.methods().stream()
            .map(method ->
                method.name().value().equals(complete)
                    ? MethodDescription.complete(method, uses.apply(method))
                    : MethodDescription.of(method, uses.apply(method))),
        "*");
  }

  private static List<String> uses(PluginMethod method, ConfigDraft draft) {
    String section = method.kind() + "s"; // commands, events, sources
    return draft.bindings(section).stream()
        .filter(binding -> binding.key().method().equals(method.name()))
        .map(binding -> section + "." + binding.key())
        .toList();
  }

  /// The names of the methods in a plugin folder; none if it cannot be read.
  ///
  /// @param folder the folder; default: the installation's
  public static List<String> names(@Nullable String folder) {
    Path path = folder == null ? null : Path.of(folder);
    try (PluginFolder plugins = PluginSource.inspect(path, PluginPolicy.ANY)) {
      return plugins.methods().stream().map(method -> method.name().value()).toList();
    } catch (IOException | IllegalArgumentException e) {
      return List.of();
    }
  }

  /// The methods that a unit reports.
  ///
  /// @throws IllegalArgumentException if the unit was never heard from
  public static List<MethodDescription> atUnit(NodeName node, Bus bus)
      throws IOException, InterruptedException {
    Unit unit =
        new Units(bus, InstantSource.system())
            .lastReported(node)
            .orElseThrow(() -> new IllegalArgumentException(node + " is unseen: never heard from"));
    return unit.text("version").equals(Version.number())
        ? withBuiltins(MethodDescription.of(unit).stream(), unit.name())
        : MethodDescription.of(unit);
  }

  private static List<MethodDescription> withBuiltins(
      Stream<MethodDescription> methods, String node) {
    Stream<MethodDescription> own =
        BuiltinMethodCatalog.reports().stream()
            .map(method -> MethodDescription.builtin(method, node));
    return Stream.concat(methods, own).toList();
  }
}
