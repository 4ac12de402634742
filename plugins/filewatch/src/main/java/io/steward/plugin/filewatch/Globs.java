package io.steward.plugin.filewatch;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Absolute path patterns, in which `*`, `?`, `[…]` and `{…}` match within names and `**` any
/// depth.
final class Globs {

  private static final String SPECIAL = "*?[]{}\\";

  private final List<Glob> all;

  /// One pattern.
  ///
  /// @param base the longest leading path without special characters
  /// @param depth how many names below the base it may match
  private record Glob(Path base, int depth, PathMatcher matcher) {

    static Glob of(String text) {
      Path base = Path.of("/");
      List<String> names = List.of(text.substring(1).split("/+"));
      int plain = 0;
      while (plain < names.size() && isPlain(names.get(plain))) {
        base = base.resolve(names.get(plain));
        plain++;
      }
      int depth = text.contains("**") ? Integer.MAX_VALUE : names.size() - plain;
      if (plain == names.size()) {
        return new Glob(base, 0, base::equals);
      }
      return new Glob(base, depth, base.getFileSystem().getPathMatcher("glob:" + text));
    }

    private static boolean isPlain(String name) {
      return name.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0);
    }
  }

  /// @throws IllegalArgumentException when one is not absolute, or malformed
  Globs(List<String> patterns) {
    all = patterns.stream().map(Globs::glob).toList();
  }

  private static Glob glob(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("\"" + text + "\" is not an absolute path or pattern");
    }
    try {
      return Glob.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not a valid path pattern", e);
    }
  }

  /// The folders in which matching paths may appear or disappear.
  Set<Path> bases() {
    return all.stream()
        .map(glob -> glob.depth == 0 ? parent(glob.base) : glob.base)
        .collect(Collectors.toSet());
  }

  /// Whether a path, or one above it, matches.
  boolean covers(Path path) {
    for (Path each = path; each != null; each = each.getParent()) {
      if (matches(each)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(Path path) {
    return all.stream().anyMatch(glob -> glob.matcher.matches(path));
  }

  /// Finds all existing paths that match. Unreadable folders are skipped.
  ///
  /// @param below whether to include everything below a matching directory
  NavigableSet<Path> find(boolean below) throws IOException {
    NavigableSet<Path> found = new TreeSet<>();
    for (Glob glob : all) {
      if (glob.depth > 0) {
        walk(glob.base, glob.depth, path -> glob.matcher.matches(path) && found.add(path));
      } else if (Files.exists(glob.base, LinkOption.NOFOLLOW_LINKS)) {
        found.add(glob.base);
      }
    }
    if (below) {
      for (Path each : List.copyOf(found)) {
        if (!Files.isSymbolicLink(each)) {
          walk(each, Integer.MAX_VALUE, found::add);
        }
      }
    }
    return found;
  }

  private static void walk(Path from, int depth, PathMatcher take) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    Files.walkFileTree(
        from.resolve("."), // follows the base if it is a link
        EnumSet.noneOf(FileVisitOption.class),
        depth,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            take.matches(folder.normalize());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            take.matches(file.normalize());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) {
            return FileVisitResult.CONTINUE; // already deleted, or not readable
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException why) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }
}
