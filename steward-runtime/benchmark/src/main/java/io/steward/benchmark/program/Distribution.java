package io.steward.benchmark.program;

import io.steward.benchmark.jvm.NodeJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The distribution of steward.
///
/// @param home the folder with the launcher
public record Distribution(Path home) {

  /// Prepares a run of its launcher with the JVM of the floors.
  ///
  /// @param environment its `STEWARD_` variables, instead of those of this program
  public ProcessBuilder steward(
      Path folder, Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(home.resolve("steward").toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("STEWARD_"));
    builder.environment().put("STEWARD_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return builder;
  }

  /// Prepares a run of `java -version`.
  public ProcessBuilder javaVersion(Path folder) {
    return new ProcessBuilder(NodeJvm.java().toString(), "-version").directory(folder.toFile());
  }

  /// The folder of its plugins.
  public Path plugins() {
    return home.resolve("plugins");
  }
}
