package io.steward.plugin.shellcommand;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a command may run, where, and with which variables. What is not listed is refused.
final class AllowList {

  private static final Path PARENT = Path.of("..");

  private final List<ProgramPattern> programs;
  private final List<String> missing;
  private final List<Glob> variables;
  private final List<PathPattern> directories;

  /// @param programs patterns, {@linkplain #resolve resolved}
  /// @param variables names of environment variables, or patterns of names
  /// @param directories absolute paths, or patterns of such
  AllowList(List<String> programs, List<String> variables, List<String> directories) {
    this.missing =
        programs.stream().map(ProgramPattern::program).filter(SystemFolders::isBare).toList();
    this.programs =
        programs.stream()
            .filter(each -> !missing.contains(ProgramPattern.program(each)))
            .map(ProgramPattern::parse)
            .toList();
    this.variables = variables.stream().map(Glob::new).toList();
    this.directories = directories.stream().map(Glob::new).map(PathPattern::new).toList();
  }

  /// Replaces bare programs in patterns by their absolute paths, once, so that a program that is
  /// added to a folder later does not take the place of the one that was allowed.
  ///
  /// @throws IllegalArgumentException if a pattern does not begin with a program
  static List<String> resolve(List<String> patterns) {
    return patterns.stream().map(ProgramPattern::resolve).toList();
  }

  /// @throws IllegalArgumentException if one is neither an absolute path nor a pattern of such
  ///   paths
  static void checkDirectories(List<String> patterns) {
    for (String each : patterns) {
      if (!PathPattern.isPlain(each)) {
        throw new IllegalArgumentException(
            "directories: \"" + each + "\" is not an absolute path or pattern such as /srv/**");
      }
    }
  }

  /// The program to start, by its absolute path, with its arguments; empty if it is not allowed.
  Optional<List<String>> find(List<String> command) throws InterruptedException {
    String program = command.getFirst();
    List<String> arguments = command.subList(1, command.size());
    Stream<String> paths =
        SystemFolders.isBare(program) ? SystemFolders.find(program) : Stream.of(program);
    for (String path : paths.toList()) {
      for (ProgramPattern each : programs) {
        if (each.permits(path, arguments)) {
          List<String> found = new ArrayList<>(command);
          found.set(0, path);
          return Optional.of(found);
        }
      }
    }
    return Optional.empty();
  }

  /// Whether the patterns name a program that could not be found.
  boolean isMissing(String program) {
    return missing.contains(program);
  }

  /// The variables that are not allowed.
  List<String> denied(Collection<String> names) {
    return names.stream()
        .filter(name -> variables.stream().noneMatch(each -> each.matches(name)))
        .toList();
  }

  /// Whether a program may start in a folder.
  ///
  /// @param given the folder as the sender wrote it
  /// @param start its absolute path, normalized
  boolean permits(Path given, Path start) {
    for (Path name : given) {
      if (name.equals(PARENT)) {
        return false;
      }
    }
    return directories.stream().anyMatch(each -> each.matches(start.toString()));
  }
}
