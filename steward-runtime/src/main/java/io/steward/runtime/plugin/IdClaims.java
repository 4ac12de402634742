package io.steward.runtime.plugin;

import io.steward.runtime.plugin.JarCatalog.Jar;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pf4j.VersionManager;

/// The usable jars that claim the same plugin id. One supersedes the others if it has the highest
/// version. If none can, all are refused: which plugin runs must not depend on the names of files.
///
/// @param jars in the order of their names
/// @param versions compares versions
record IdClaims(List<Jar> jars, VersionManager versions) {

  /// The jar that supersedes all others; empty if there is none.
  Optional<Jar> chosen() {
    return jars.isEmpty() || jars.stream().anyMatch(each -> rival(each).isPresent())
        ? Optional.empty()
        : Optional.of(highest());
  }

  private Jar highest() {
    Jar highest = jars.getFirst();
    for (Jar each : jars) {
      if (compare(each, highest) > 0) {
        highest = each;
      }
    }
    return highest;
  }

  private int compare(Jar one, Jar other) {
    return versions.compareVersions(one.version(), other.version());
  }

  /// Why one of the jars is not the chosen one, in one line; empty if it is.
  Optional<String> objection(Jar jar) {
    return rival(jar)
        .map(rival -> conflict(jar, rival))
        .or(() ->
            Optional.of(highest())
                .filter(highest -> !highest.path().equals(jar.path()))
                .map(highest ->
                    fileName(highest) + " has version " + highest.version() + " of " + jar.id()));
  }

  /// Whether two jars claim this id and neither supersedes the other.
  boolean isContested() {
    return !jars.isEmpty() && chosen().isEmpty();
  }

  /// A jar that this one cannot live with: another plugin, or as high a version with other content.
  private Optional<Jar> rival(Jar jar) {
    Predicate<Jar> rivals =
        each -> isOtherPlugin(each, jar) || (isHighest(jar) && isOtherBuild(each, jar));
    return jars.stream().filter(each -> !each.path().equals(jar.path())).filter(rivals).findFirst();
  }

  private static boolean isOtherPlugin(Jar one, Jar other) {
    return one.module().isPresent()
        && other.module().isPresent()
        && !one.module().equals(other.module());
  }

  private boolean isHighest(Jar jar) {
    return compare(jar, highest()) == 0;
  }

  private boolean isOtherBuild(Jar one, Jar other) {
    return compare(one, other) == 0 && !one.sha256().equals(other.sha256());
  }

  private static String conflict(Jar jar, Jar rival) {
    return isOtherPlugin(jar, rival)
        ? fileName(rival)
            + " claims its id "
            + jar.id()
            + ", too, but is another plugin: module "
            + rival.module().orElse("")
            + ", not "
            + jar.module().orElse("")
            + "; remove one, or give it a Plugin-Id of its own"
        : fileName(rival)
            + " is version "
            + jar.version()
            + " of "
            + jar.id()
            + ", too, with other content; remove one of them";
  }

  private static String fileName(Jar jar) {
    return jar.path().getFileName().toString();
  }
}
