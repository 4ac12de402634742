package io.steward.runtime.config;

import io.steward.runtime.databind.JsonSchema;
import java.nio.file.Path;
import java.util.Map;

/// A node's configuration with the file it was read from. Paths in it are relative to that file.
///
/// @param file as it was given
/// @param digest SHA-256 of its text, in hex
/// @param config what it says
public record ConfigFile(Path file, String digest, NodeConfig config) {

  /// What such a file may hold, as JSON Schema for editors.
  public static Map<String, Object> schema() {
    return JsonSchema.of(NodeConfig.class);
  }

  /// A path of the file's, from where the program runs.
  public Path resolve(Path path) {
    return file.toAbsolutePath().resolveSibling(path).normalize();
  }

  /// The folder for what the node must not forget.
  public Path data() {
    return resolve(config.data().orElse(Path.of("data", config.node().value())));
  }

  /// Where the broker is.
  public BrokerConfig broker() {
    return config.broker().orElse(BrokerConfig.DEFAULT);
  }

  /// What it does not let grow without end.
  public LimitsConfig limits() {
    return config.limits().orElse(LimitsConfig.DEFAULT);
  }

  /// Which fleet it is of.
  public FleetConfig fleet() {
    return config.fleet().orElse(FleetConfig.DEFAULT);
  }
}
