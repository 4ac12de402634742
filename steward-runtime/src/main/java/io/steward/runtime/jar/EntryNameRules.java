package io.steward.runtime.jar;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The rules for entry names: each must denote the same path, inside the jar, on every system.
final class EntryNameRules {

  private static final int MAX_LENGTH = 1024;
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");

  private EntryNameRules() {}

  /// Checks all names, and that they are unique.
  static void check(List<CentralDirectoryEntry> entries) throws InvalidJarException {
    Map<String, String> seen = new HashMap<>();
    for (CentralDirectoryEntry entry : entries) {
      check(entry);
      String before = seen.put(collisionKey(entry.name()), entry.name());
      if (before != null) {
        throw new InvalidJarException(
            before.equals(entry.name())
                ? entry.quoted() + " is in it twice"
                : entry.quoted()
                    + " and "
                    + CentralDirectoryEntry.quoted(before)
                    + " differ only in case");
      }
    }
  }

  private static void check(CentralDirectoryEntry entry) throws InvalidJarException {
    String name = entry.name();
    if (name.isEmpty() || name.length() > MAX_LENGTH) {
      throw new InvalidJarException(
          name.isEmpty() ? "an entry has no name" : entry.quoted() + ": the name is too long");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidJarException("the name " + entry.quoted() + " contains a control character");
    }
    if (name.indexOf('\\') >= 0) {
      throw new InvalidJarException("the name " + entry.quoted() + " contains a backslash; use /");
    }
    if (name.startsWith("/") || DRIVE.matcher(name).matches()) {
      throw new InvalidJarException("the name " + entry.quoted() + " is absolute");
    }
    String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    for (String part : path.split("/", -1)) {
      if (part.equals("..") || part.equals(".") || part.isEmpty()) {
        throw new InvalidJarException(
            "the name "
                + entry.quoted()
                + " is not a normalized path: it contains "
                + (part.isEmpty() ? "//" : CentralDirectoryEntry.quoted(part)));
      }
    }
  }

  /// Two names with the same key collide. Java finds the manifest and signatures regardless of
  /// case, and libraries become files, perhaps on a case-insensitive file system.
  private static String collisionKey(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith("META-INF/") || upper.startsWith("LIB/") ? upper : name;
  }
}
