package io.steward.runtime.plugin;

import io.steward.runtime.jar.ArchiveEntry;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a jar of a plugin, or a library in it, must not have, whatever it is for.
///
/// @param entries all that is in it
/// @param manifest its main attributes
record JarContents(List<ArchiveEntry> entries, Attributes manifest) {

  private static final String CLASS = ".class";
  private static final String DESCRIPTOR = "module-info.class";
  private static final String VERSIONED_CLASSES = "META-INF/versions/";
  private static final Pattern VERSIONED =
      Pattern.compile("META-INF/versions/([1-9][0-9]{0,3})/(.+)");

  /// Java N writes class files of major version N + 44 (JVMS 4.1).
  private static final int CLASS_VERSION_OFFSET = 44;

  /// A class, with the folder for one version of Java taken off its name.
  ///
  /// @param java which Java and newer it is for; 0 for any
  private record ClassEntry(String name, int java, ArchiveEntry entry) {}

  /// Checks a plugin's own jar.
  void checkPlugin() throws RefusedJarException {
    if (!attribute("Class-Path").isEmpty()) {
      throw new RefusedJarException(
          "its manifest has a Class-Path, which leads out of it; put libraries into its lib/");
    }
    boolean versioned =
        entries.stream().anyMatch(entry -> entry.name().startsWith(VERSIONED_CLASSES));
    if (versioned && !isMultiRelease()) {
      throw new RefusedJarException(
          "it has "
              + VERSIONED_CLASSES
              + ", where Java looks only when the manifest says Multi-Release: true");
    }
    checkClasses();
  }

  /// Checks a library. What is of no use in it does no harm; a Class-Path does that leads elsewhere
  /// than beside it, where nothing is but this plugin's own.
  void checkLibrary() throws RefusedJarException {
    for (String path : attribute("Class-Path").split("\\s+", -1)) {
      if (!path.matches("[\\w.+-]*") || path.equals("..")) {
        throw new RefusedJarException(
            "its manifest has the Class-Path \"" + path + "\", which leads out of the plugin");
      }
    }
    checkClasses();
  }

  /// Whether it has a module descriptor that Java finds.
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

  /// A second copy of what a plugin shares with its node would be another type by the same name.
  private static void checkPackage(String name) throws RefusedJarException {
    if (name.startsWith("io/steward/api/") || name.startsWith("org/slf4j/")) {
      throw new RefusedJarException(
          "it contains a copy of "
              + (name.startsWith("org") ? "org.slf4j" : "io.steward.api")
              + ", which the node has; give that dependency the scope \"provided\"");
    }
    if (name.startsWith("org/pf4j/") || name.startsWith("io/steward/runtime/")) {
      throw new RefusedJarException(
          "it contains a copy of "
              + (name.startsWith("org") ? "PF4J" : "io.steward.runtime")
              + ", which no plugin needs; leave it out, the API is all it is to use");
    }
    if (name.startsWith("java/")) {
      throw new RefusedJarException(
          "it contains " + name + ", and packages below java are the JDK's alone");
    }
  }

  private static void checkClassFile(ClassEntry each) throws RefusedJarException {
    String name = "\"" + each.entry().name() + "\"";
    if (!each.entry().isClassFile()) {
      throw new RefusedJarException(name + " is no class file; build it again");
    }
    int java = each.entry().classVersion() - CLASS_VERSION_OFFSET;
    int here = Runtime.version().feature();
    if (java > here) {
      throw new RefusedJarException(
          name
              + " is compiled for Java "
              + java
              + ", and this is Java "
              + here
              + "; compile with --release "
              + here
              + " or lower");
    }
  }
}
