package io.steward.benchmark.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Starts JVMs with the options that the launcher gives a node, and with the modules of this one.
///
/// @param options the options without the module path
public record NodeJvm(List<String> options) {

  /// The JVM of a distribution.
  ///
  /// @param home the folder of the distribution
  /// @param extra additional options, which take precedence
  public static NodeJvm of(Path home, List<String> extra) throws IOException {
    List<String> options = new ArrayList<>();
    for (String file : List.of("jvm.options", "node.options")) {
      options.addAll(options(Files.readString(home.resolve("lib").resolve(file))));
    }
    options.addAll(extra);
    return new NodeJvm(options);
  }

  /// Parses a file of options: one or more on each line, and comments after `#`.
  static List<String> options(String file) {
    return file.lines()
        .map(line -> line.replaceFirst("(^|\\s)#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .flatMap(line -> Stream.of(line.split("\\s+")))
        .toList();
  }

  /// The `java` executable.
  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /// The options including the module path.
  public List<String> withModules() {
    List<String> arguments = new ArrayList<>(options);
    arguments.add("--module-path");
    arguments.add(System.getProperty("jdk.module.path"));
    return arguments;
  }

  /// Runs one of this module's programs, and waits for its end.
  ///
  /// @return its output
  /// @throws IOException if it failed
  public String run(Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java().toString()));
    command.addAll(withModules());
    command.add("--module");
    command.add(program.getModule().getName() + "/" + program.getName());
    command.addAll(List.of(arguments));
    Process jvm =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (jvm.waitFor() != 0) {
      throw new IOException("a JVM exited with " + jvm.exitValue() + ": " + output);
    }
    return output;
  }
}
