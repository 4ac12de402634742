package io.steward.runtime.plugin;

import io.steward.runtime.jar.JarSignature;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The jars of a folder as they were last seen, and which of them may serve. To be used by one
/// thread.
final class JarCatalog implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PluginFolder.class);

  private final StagingFolder staging;
  private final StewardPluginManager manager;
  private PluginPolicy policy;
  private final Map<Path, Jar> seen = new TreeMap<>();

  /// A jar.
  ///
  /// @param path where it is
  /// @param stamp how it looked when it was copied
  /// @param id its plugin's, or empty when that cannot be read
  /// @param version likewise
  /// @param sha256 of its copy, likewise
  /// @param signature who signed it, likewise
  /// @param refusal why it cannot be used, on whatever terms; empty when nothing is known against
  ///   it
  /// @param copy of it, until it is used
  record Jar(
      Path path,
      FolderSnapshot.FileStamp stamp,
      String id,
      String version,
      String sha256,
      JarSignature signature,
      String refusal,
      @Nullable StagedJar copy) {

    private Jar withRefusal(String why) {
      return new Jar(path, stamp, id, version, sha256, signature, why, null);
    }

    private TrustPolicy.Candidate candidate() {
      return new TrustPolicy.Candidate(path.getFileName().toString(), id, sha256, signature);
    }
  }

  JarCatalog(StagingFolder staging, StewardPluginManager manager, PluginPolicy policy) {
    this.staging = staging;
    this.manager = manager;
    this.policy = policy;
  }

  /// From now on, other terms apply to all jars. What was refused is looked at again: it may have
  /// failed for what it may do now.
  void applyPolicy(PluginPolicy next) {
    policy = next;
    seen.values().removeIf(jar -> !jar.refusal().isEmpty());
    seen.values().forEach(this::logObjection);
  }

  /// The terms that apply.
  PluginPolicy policy() {
    return policy;
  }

  private void logObjection(Jar jar) {
    policy
        .trust()
        .objection(jar.candidate())
        .ifPresent(objection -> log.warn("{} is refused: {}", jar.path(), objection));
  }

  private boolean isUsable(Jar jar) {
    return refusal(jar).isEmpty();
  }

  private String refusal(Jar jar) {
    return jar.refusal().isEmpty()
        ? policy.trust().objection(jar.candidate()).orElse("")
        : jar.refusal();
  }

  /// Copies what is new or different, and forgets what is gone.
  void update(FolderSnapshot now) {
    seen.values()
        .removeIf(jar -> {
          boolean gone = !jar.stamp().equals(now.jars().get(jar.path()));
          if (gone) {
            delete(jar.copy());
          }
          return gone;
        });
    Map<Path, ParallelTasks.Result<StagedJar>> copies = new TreeMap<>();
    try (ParallelTasks parallelTasks = new ParallelTasks()) {
      for (Path path : now.jars().keySet()) {
        if (!seen.containsKey(path)) {
          Path folder = staging.next();
          copies.put(path, parallelTasks.submit(() -> StagedJar.copy(path, folder)));
        }
      }
    }
    copies.forEach((path, copy) ->
        seen.put(path, inspect(path, Objects.requireNonNull(now.jars().get(path)), copy)));
  }

  private Jar inspect(
      Path path, FolderSnapshot.FileStamp stamp, ParallelTasks.Result<StagedJar> copying) {
    StagedJar copy = null;
    String why;
    try {
      copy = copying.get();
      manager.check(copy);
      Jar jar = jar(path, stamp, copy, "");
      logObjection(jar);
      return jar;
    } catch (RefusedJarException e) {
      why = String.valueOf(e.getMessage());
    }
    log.warn("{} is refused: {}", path, why);
    delete(copy);
    return copy == null
        ? new Jar(path, stamp, "", "", "", JarSignature.NONE, why, null)
        : jar(path, stamp, copy, "").withRefusal(why);
  }

  private static Jar jar(Path path, FolderSnapshot.FileStamp stamp, StagedJar copy, String why) {
    return new Jar(
        path,
        stamp,
        copy.attribute("Plugin-Id"),
        copy.attribute("Plugin-Version"),
        copy.sha256(),
        copy.signature(),
        why,
        copy);
  }

  private static void delete(@Nullable StagedJar copy) {
    if (copy != null) {
      copy.delete();
    }
  }

  /// The ids of all that may serve.
  Set<String> ids() {
    Set<String> ids = new TreeSet<>();
    seen.values().stream().filter(this::isUsable).forEach(jar -> ids.add(jar.id()));
    return ids;
  }

  /// All ids that can be read, whatever the use of the jar.
  Set<String> allIds() {
    Set<String> known = new TreeSet<>();
    seen.values().stream().map(Jar::id).filter(id -> !id.isEmpty()).forEach(known::add);
    return known;
  }

  /// Whether one of the jars would be let in as this plugin on other terms.
  boolean hasAcceptable(String id, PluginPolicy other) {
    return seen.values().stream()
        .anyMatch(jar ->
            jar.id().equals(id)
                && jar.refusal().isEmpty()
                && other.trust().objection(jar.candidate()).isEmpty());
  }

  /// The jar that is to serve: of those that may, the one with the highest version.
  Optional<Jar> best(String id) {
    Jar best = null;
    for (Jar each : seen.values()) {
      if (isUsable(each) && each.id().equals(id) && (best == null || isNewer(each, best))) {
        best = each;
      }
    }
    return Optional.ofNullable(best);
  }

  private boolean isNewer(Jar one, Jar other) {
    return manager.getVersionManager().compareVersions(one.version(), other.version()) > 0;
  }

  /// Whether there is a jar, of whatever use, that is meant to be this plugin.
  boolean hasJarOf(String id, Path path) {
    return seen.containsKey(path) || seen.values().stream().anyMatch(jar -> jar.id().equals(id));
  }

  /// Hands out the copy of a jar, which from then on is the caller's.
  StagedJar takeCopy(Jar jar) throws RefusedJarException {
    StagedJar copy = jar.copy();
    seen.put(jar.path(), jar.withRefusal(""));
    if (copy != null) {
      return copy;
    }
    StagedJar again = StagedJar.copy(jar.path(), staging.next());
    if (!again.sha256().equals(jar.sha256())) {
      again.delete();
      throw new RefusedJarException("it has changed meanwhile; it is looked at again");
    }
    return again;
  }

  /// A jar cannot be used after all.
  void refuse(Jar jar, String why) {
    log.warn("{} is refused: {}", jar.path(), why);
    seen.computeIfPresent(jar.path(), (path, known) -> known.withRefusal(why));
  }

  /// Does as {@link #refuse} for the jar that a plugin was loaded from, if it is still there.
  void refuse(LoadedPlugin plugin, String why) {
    Jar known = seen.get(plugin.jar());
    if (known != null && known.sha256().equals(plugin.sha256())) {
      refuse(known, why);
    }
  }

  /// Deletes the copies of all that is not to be used now.
  void deleteUnneededCopies(Set<String> wanted) {
    seen.replaceAll((path, jar) -> {
      boolean needed = wanted.contains(jar.id()) && best(jar.id()).filter(jar::equals).isPresent();
      if (needed || jar.copy() == null) {
        return jar;
      }
      delete(jar.copy());
      return jar.withRefusal(jar.refusal());
    });
  }

  /// What does not serve, and why: what cannot be used, and what is older than another.
  List<RefusedJar> refused() {
    List<RefusedJar> refused = new ArrayList<>();
    for (Jar jar : seen.values()) {
      if (!isUsable(jar)) {
        refused.add(new RefusedJar(jar.path(), jar.id(), refusal(jar)));
      } else {
        best(jar.id())
            .filter(best -> !best.path().equals(jar.path()))
            .ifPresent(best ->
                refused.add(
                    new RefusedJar(
                        jar.path(),
                        jar.id(),
                        best.path().getFileName()
                            + " has version "
                            + best.version()
                            + " of "
                            + jar.id())));
      }
    }
    return refused;
  }

  @Override
  public void close() {
    staging.close();
  }
}
