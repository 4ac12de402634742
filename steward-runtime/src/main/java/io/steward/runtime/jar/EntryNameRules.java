package io.steward.runtime.jar;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// What entries may be called: names that mean one place, below the jar, on every system.
final class EntryNameRules {

  private static final int MAX_LENGTH = 1024;
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");

  private EntryNameRules() {}

  /// Checks all names, and that none comes twice.
  static void check(List<CentralDirectoryEntry> heads) throws InvalidJarException {
    Map<String, String> seen = new HashMap<>();
    for (CentralDirectoryEntry head : heads) {
      check(head);
      String before = seen.put(collisionKey(head.name()), head.name());
      if (before != null) {
        throw new InvalidJarException(
            before.equals(head.name())
                ? head.quoted() + " is in it twice"
                : head.quoted() + " and " + CentralDirectoryEntry.quoted(before) + " are in it");
      }
    }
  }

  private static void check(CentralDirectoryEntry head) throws InvalidJarException {
    String name = head.name();
    if (name.isEmpty() || name.length() > MAX_LENGTH) {
      throw new InvalidJarException(
          name.isEmpty() ? "an entry has no name" : head.quoted() + "… is too long a name");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidJarException("the name " + head.quoted() + " has a control character");
    }
    if (name.indexOf('\\') >= 0) {
      throw new InvalidJarException("the name " + head.quoted() + " has a backslash; write /");
    }
    if (name.startsWith("/") || DRIVE.matcher(name).matches()) {
      throw new InvalidJarException("the name " + head.quoted() + " is absolute");
    }
    String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    for (String part : path.split("/", -1)) {
      if (part.equals("..") || part.equals(".") || part.isEmpty()) {
        throw new InvalidJarException(
            "the name "
                + head.quoted()
                + " leads elsewhere, by "
                + (part.isEmpty() ? "//" : CentralDirectoryEntry.quoted(part)));
      }
    }
  }

  /// Java looks for the manifest and signatures whatever their case, and a library becomes a file,
  /// which may be on a system that knows no case.
  private static String collisionKey(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith("META-INF/") || upper.startsWith("LIB/") ? upper : name;
  }
}
