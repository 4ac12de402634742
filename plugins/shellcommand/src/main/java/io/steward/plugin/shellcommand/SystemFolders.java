package io.steward.plugin.shellcommand;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The folders in which a bare name is looked up where `allow` is set, rather than in `PATH`.
final class SystemFolders {

  private static final List<String> ALL = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin");

  /// Why a program that is allowed is not started.
  static final String NOT_FOUND =
      "not found in " + String.join(", ", ALL) + " when the node loaded its configuration";

  private SystemFolders() {}

  /// Whether a program is given without its folder.
  static boolean isBare(String program) {
    return program.indexOf('/') < 0;
  }

  /// The absolute paths of the programs with a bare name; the first one is meant.
  static Stream<String> find(String name) {
    return ALL.stream().map(folder -> folder + "/" + name).filter(SystemFolders::isProgram);
  }

  private static boolean isProgram(String path) {
    try {
      Path file = Path.of(path);
      return Files.isRegularFile(file) && Files.isExecutable(file);
    } catch (InvalidPathException unencodable) {
      return false;
    }
  }
}
