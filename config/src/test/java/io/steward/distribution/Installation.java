package io.steward.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The distribution, and the environment in which it runs.
///
/// @param folder the working folder of all programs
/// @param environment variables added to the environment
public record Installation(Path folder, Map<String, String> environment) {

  /// The folder of the distribution.
  public static final Path HOME = Path.of(System.getProperty("steward.home")).normalize();

  /// The root of the sources.
  public static final Path ROOT = Path.of(System.getProperty("steward.root")).normalize();

  public Installation {
    environment = Map.copyOf(environment);
  }

  /// Copies the distribution, without its caches, which are valid only in the original folder.
  static Path copy(Path to) throws IOException {
    Files.createDirectories(to);
    Ended copied =
        new Installation(to, Map.of())
            .program(List.of("cp", "-Rp", HOME + "/.", to.toString()))
            .awaitEnd();
    if (copied.exit() != 0) {
      throw new IOException(copied.err());
    }
    for (String cache : List.of("node.aot", "client.aot")) {
      Files.deleteIfExists(to.resolve("lib").resolve(cache));
      Files.deleteIfExists(to.resolve("lib").resolve(cache + ".made-for"));
    }
    return to;
  }

  /// The same installation with one more variable.
  public Installation with(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new Installation(folder, more);
  }

  /// The same installation with more variables.
  Installation withAll(Map<String, String> variables) {
    Map<String, String> more = new HashMap<>(environment);
    more.putAll(variables);
    return new Installation(folder, more);
  }

  /// Runs `steward` with arguments, and waits for its end.
  public Ended run(String... arguments) {
    return start(arguments).awaitEnd();
  }

  /// Starts `steward` with arguments.
  public Running start(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(HOME.resolve("steward").toString());
    command.addAll(List.of(arguments));
    return program(command);
  }

  /// Starts any program.
  public Running program(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("STEWARD_") && !isChoice(name));
    builder.environment().put("STEWARD_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    try {
      return new Running(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether a variable selects the nats-server for the tests.
  private static boolean isChoice(String name) {
    return name.equals("STEWARD_NATS_SERVER");
  }

  /// The path of a sample configuration.
  static String config(String name) {
    return ROOT.resolve("config").resolve(name).toString();
  }
}
