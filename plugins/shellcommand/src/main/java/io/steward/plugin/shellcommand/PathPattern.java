package io.steward.plugin.shellcommand;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/// An absolute path, or a pattern of such paths. Links in its literal beginning are followed; what
/// its wildcards stand for must not be a symbolic link, since that could lead anywhere.
///
/// @param glob a {@linkplain #isPlain plain} path with wildcards
record PathPattern(Glob glob) {

  /// The kernel's limit, PATH_MAX.
  private static final int MAX_LENGTH = 4096;

  private static final Set<String> NOT_NAMES = Set.of("", ".", "..");

  /// Whether a path matches. One with `..`, `.` or a doubled slash does not.
  boolean matches(String path) {
    return isPlain(path) && glob.matches(path) && !wildcardsMatchLink(path);
  }

  /// Whether a path is absolute, and has only one way to write it.
  static boolean isPlain(String path) {
    return path.startsWith("/")
        && path.length() < MAX_LENGTH
        && path.indexOf('\0') < 0
        && (path.length() == 1
            || Stream.of(path.substring(1).split("/", -1)).noneMatch(NOT_NAMES::contains));
  }

  private boolean wildcardsMatchLink(String path) {
    if (glob.isLiteral()) {
      return false;
    }
    String prefix = glob.literalPrefix();
    try {
      Path base = Path.of(prefix.substring(0, prefix.lastIndexOf('/') + 1));
      Path each = base;
      for (Path name : base.relativize(Path.of(path))) {
        each = each.resolve(name);
        if (Files.isSymbolicLink(each)) {
          return true;
        }
      }
      return false;
    } catch (InvalidPathException unencodable) {
      return true; // there is no such file
    }
  }
}
