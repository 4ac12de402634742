package io.steward.runtime.plugin;

import io.steward.runtime.jar.ArchiveEntry;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Rejects what no plugin jar, and no library in one, may contain.
///
/// @param entries all entries of the jar
/// @param manifest its main attributes
record JarContents(List<ArchiveEntry> entries, Attributes manifest) {

  private static final String CLASS = ".class";
  private static final String DESCRIPTOR = "module-info.class";
  private static final String VERSIONED_CLASSES = "META-INF/versions/";
  private static final Pattern VERSIONED =
      Pattern.compile("META-INF/versions/([1-9][0-9]{0,3})/(.+)");

  /// Java N writes class files of major version N + 44 (JVMS 4.1).
  private static final int CLASS_VERSION_OFFSET = 44;

  /// A class file, its name without the folder of a Java version.
  ///
  /// @param java the lowest Java version it is for; 0 for any version
  private record ClassEntry(String name, int java, ArchiveEntry entry) {}

  /// Checks a plugin's own jar.
  void checkPlugin() throws RefusedJarException {
    if (!attribute("Class-Path").isEmpty()) {
      throw new RefusedJarException(
          "its manifest has a Class-Path, which points outside the jar; put libraries into its"
              + " lib/");
    }
    if (!attribute("Plugin-Dependencies").isEmpty()) {
      throw new RefusedJarException(
          "it has Plugin-Dependencies, but plugins share nothing; put dependencies into its lib/");
    }
    boolean versioned =
        entries.stream().anyMatch(entry -> entry.name().startsWith(VERSIONED_CLASSES));
    if (versioned && !isMultiRelease()) {
      throw new RefusedJarException(
          "it has "
              + VERSIONED_CLASSES
              + ", which Java ignores unless the manifest says Multi-Release: true");
    }
    checkClasses();
  }

  /// Checks a library. Useless content in it does no harm, but a Class-Path may only name jars next
  /// to it, where there are only this plugin's own.
  void checkLibrary() throws RefusedJarException {
    for (String path : attribute("Class-Path").split("\\s+", -1)) {
      if (!path.matches("[\\w.+-]*") || path.equals("..")) {
        throw new RefusedJarException(
            "its manifest has the Class-Path \"" + path + "\", which points outside the plugin");
      }
    }
    checkClasses();
  }

  /// Whether the jar has a module descriptor that Java uses.
  boolean isModular() {
    return entries.stream()
        .flatMap(entry -> classEntry(entry).stream())
        .anyMatch(each -> each.name().equals(DESCRIPTOR) && isVisible(each));
  }

  private boolean isMultiRelease() {
    return Boolean.parseBoolean(attribute("Multi-Release"));
  }

  private String attribute(String key) {
    String value = manifest.getValue(key);
    return value == null ? "" : value.strip();
  }

  private boolean isVisible(ClassEntry each) {
    return each.java() == 0 || (isMultiRelease() && each.java() <= Runtime.version().feature());
  }

  private static Optional<ClassEntry> classEntry(ArchiveEntry entry) {
    String name = entry.name();
    if (!name.endsWith(CLASS)) {
      return Optional.empty();
    }
    Matcher versioned = VERSIONED.matcher(name);
    return Optional.of(
        versioned.matches()
            ? new ClassEntry(versioned.group(2), Integer.parseInt(versioned.group(1)), entry)
            : new ClassEntry(name, 0, entry));
  }

  private void checkClasses() throws RefusedJarException {
    for (ArchiveEntry entry : entries) {
      Optional<ClassEntry> found = classEntry(entry);
      if (found.isPresent()) {
        checkPackage(found.get().name());
        if (isVisible(found.get())) {
          checkClassFile(found.get());
        }
      }
    }
  }

  /// A copy of a class that plugins share with the node would be a different type with the same
  /// name.
  private static void checkPackage(String name) throws RefusedJarException {
    if (name.startsWith("io/steward/api/") || name.startsWith("org/slf4j/")) {
      throw new RefusedJarException(
          "it contains a copy of "
              + (name.startsWith("org") ? "org.slf4j" : "io.steward.api")
              + ", which the node provides; give that dependency the scope \"provided\"");
    }
    if (name.startsWith("org/pf4j/") || name.startsWith("io/steward/runtime/")) {
      throw new RefusedJarException(
          "it contains a copy of "
              + (name.startsWith("org") ? "PF4J" : "io.steward.runtime")
              + ", which no plugin needs; leave it out and use only the API");
    }
    if (name.startsWith("java/")) {
      throw new RefusedJarException(
          "it contains " + name + ", but packages below java are reserved for the JDK");
    }
  }

  private static void checkClassFile(ClassEntry each) throws RefusedJarException {
    String name = "\"" + each.entry().name() + "\"";
    if (!each.entry().isClassFile()) {
      throw new RefusedJarException(name + " is not a class file; build it again");
    }
    int java = each.entry().classVersion() - CLASS_VERSION_OFFSET;
    int here = Runtime.version().feature();
    if (java > here) {
      throw new RefusedJarException(
          name
              + " is compiled for Java "
              + java
              + ", but this is Java "
              + here
              + "; compile with --release "
              + here
              + " or lower");
    }
  }
}
