package io.steward.benchmark.program;

import io.steward.benchmark.jvm.NodeJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// steward as it is shipped.
///
/// @param home the folder with the launcher
public record Distribution(Path home) {

  /// A start of its launcher, with the JVM that the floors have.
  ///
  /// @param environment what is said to it; nothing else that whoever measures has set
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

  /// A start of the JVM that says what it is, and ends.
  public ProcessBuilder javaVersion(Path folder) {
    return new ProcessBuilder(NodeJvm.java().toString(), "-version").directory(folder.toFile());
  }

  /// Where the plugins are that come with it.
  public Path plugins() {
    return home.resolve("plugins");
  }
}
