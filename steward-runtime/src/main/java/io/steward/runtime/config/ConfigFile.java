package io.steward.runtime.config;

import io.steward.runtime.databind.JsonSchema;
import java.nio.file.Path;
import java.util.Map;

/// A node's configuration with the file it was read from. Paths in it are relative to that file.
///
/// @param file the path as given
/// @param digest the SHA-256 of its text, in hex
/// @param config its content
public record ConfigFile(Path file, String digest, NodeConfig config) {

  /// The JSON Schema of configuration files, for editors.
  public static Map<String, Object> schema() {
    return JsonSchema.of(NodeConfig.class);
  }

  /// Resolves a path in the file, which is relative to the file.
  public Path resolve(Path path) {
    return file.toAbsolutePath().resolveSibling(path).normalize();
  }

  /// The data folder.
  public Path data() {
    return resolve(config.data().orElse(Path.of("data", config.node().value())));
  }

  /// How to reach the broker.
  public BrokerConfig broker() {
    return config.broker().orElse(BrokerConfig.DEFAULT);
  }

  /// The limits of the node.
  public LimitsConfig limits() {
    return config.limits().orElse(LimitsConfig.DEFAULT);
  }

  /// The fleet that the node belongs to.
  public FleetConfig fleet() {
    return config.fleet().orElse(FleetConfig.DEFAULT);
  }
}
