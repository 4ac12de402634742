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

/// The jars of a folder as last read, and which of them may become active. For use by one thread.
final class JarCatalog implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(JarCatalog.class);

  private final StagingFolder staging;
  private final StewardPluginManager manager;
  private PluginPolicy policy;
  private final Map<Path, Jar> seen = new TreeMap<>();

  /// A jar in the folder.
  ///
  /// @param path its path
  /// @param stamp its file stamp when it was copied
  /// @param id its plugin's id; empty if it cannot be read
  /// @param version its plugin's version; empty if it cannot be read
  /// @param module the name of its module, if it has one
  /// @param sha256 the SHA-256 of its copy; empty if it cannot be read
  /// @param signature who signed it; {@link JarSignature#NONE} if it cannot be read
  /// @param refusal why it cannot be used under any policy; empty if no reason is known
  /// @param copy its staged copy, until a plugin is loaded from it
  // Many parameters: everything that decides whether the jar is loaded, or loaded again
  record Jar(
      Path path,
      FolderSnapshot.FileStamp stamp,
      String id,
      String version,
      Optional<String> module,
      String sha256,
      JarSignature signature,
      String refusal,
      @Nullable StagedJar copy) {

    private Jar withRefusal(String reason) {
      return new Jar(path, stamp, id, version, module, sha256, signature, reason, null);
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

  /// Applies another policy to all jars. Refused jars are checked again: they may have failed for
  /// lack of a permission that they have now.
  void applyPolicy(PluginPolicy next) {
    policy = next;
    seen.values().removeIf(jar -> !jar.refusal().isEmpty());
    seen.values().forEach(this::logObjection);
  }

  /// The policy in effect.
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

  /// Copies new and changed jars, and drops deleted ones.
  void update(FolderSnapshot snapshot) {
    seen.values()
        .removeIf(jar -> {
          boolean outdated = !jar.stamp().equals(snapshot.jars().get(jar.path()));
          if (outdated) {
            delete(jar.copy());
          }
          return outdated;
        });
    Map<Path, ParallelTasks.Result<StagedJar>> copies = new TreeMap<>();
    try (ParallelTasks tasks = new ParallelTasks()) {
      for (Path path : snapshot.jars().keySet()) {
        if (!seen.containsKey(path)) {
          Path folder = staging.next();
          copies.put(path, tasks.submit(() -> StagedJar.copy(path, folder)));
        }
      }
    }
    copies.forEach((path, copy) ->
        seen.put(path, inspect(path, Objects.requireNonNull(snapshot.jars().get(path)), copy)));
    copies.keySet().forEach(this::logConflict);
  }

  private void logConflict(Path path) {
    Jar jar = Objects.requireNonNull(seen.get(path));
    IdClaims claims = claims(jar.id());
    if (isUsable(jar) && claims.isContested()) {
      claims.objection(jar).ifPresent(reason -> log.warn("{} is refused: {}", path, reason));
    }
  }

  private Jar inspect(
      Path path, FolderSnapshot.FileStamp stamp, ParallelTasks.Result<StagedJar> copying) {
    StagedJar copy = null;
    String reason;
    try {
      copy = copying.get();
      manager.check(copy);
      Jar jar = jar(path, stamp, copy, "");
      logObjection(jar);
      return jar;
    } catch (RefusedJarException e) {
      reason = String.valueOf(e.getMessage());
    }
    log.warn("{} is refused: {}", path, reason);
    delete(copy);
    return copy == null
        ? new Jar(path, stamp, "", "", Optional.empty(), "", JarSignature.NONE, reason, null)
        : jar(path, stamp, copy, "").withRefusal(reason);
  }

  private static Jar jar(Path path, FolderSnapshot.FileStamp stamp, StagedJar copy, String reason) {
    return new Jar(
        path,
        stamp,
        copy.id(),
        copy.version(),
        copy.identity().module(),
        copy.sha256(),
        copy.signature(),
        reason,
        copy);
  }

  private static void delete(@Nullable StagedJar copy) {
    if (copy != null) {
      copy.delete();
    }
  }

  /// The ids of all plugins that have a jar to load.
  Set<String> ids() {
    Set<String> ids = new TreeSet<>();
    seen.values().stream().map(Jar::id).filter(id -> best(id).isPresent()).forEach(ids::add);
    return ids;
  }

  /// All plugin ids that can be read, including those of unusable jars.
  Set<String> allIds() {
    Set<String> known = new TreeSet<>();
    seen.values().stream().map(Jar::id).filter(id -> !id.isEmpty()).forEach(known::add);
    return known;
  }

  /// Whether another policy would admit one of the jars as this plugin.
  boolean hasAcceptable(String id, PluginPolicy other) {
    return seen.values().stream()
        .anyMatch(jar ->
            jar.id().equals(id)
                && jar.refusal().isEmpty()
                && other.trust().objection(jar.candidate()).isEmpty());
  }

  /// The jar to load: the highest version among the usable ones.
  Optional<Jar> best(String id) {
    return claims(id).chosen();
  }

  private IdClaims claims(String id) {
    return new IdClaims(
        seen.values().stream().filter(jar -> jar.id().equals(id) && isUsable(jar)).toList(),
        manager.getVersionManager());
  }

  /// Whether there is a jar of this plugin, usable or not.
  boolean hasJarOf(String id, Path path) {
    return seen.containsKey(path) || seen.values().stream().anyMatch(jar -> jar.id().equals(id));
  }

  /// Transfers the staged copy of a jar to the caller, who then owns it.
  StagedJar takeCopy(Jar jar) throws RefusedJarException {
    StagedJar copy = jar.copy();
    seen.put(jar.path(), jar.withRefusal(""));
    if (copy != null) {
      return copy;
    }
    StagedJar again = StagedJar.copy(jar.path(), staging.next());
    if (!again.sha256().equals(jar.sha256())) {
      again.delete();
      throw new RefusedJarException("it changed in the meantime; it will be read again");
    }
    return again;
  }

  /// Refuses a jar that turned out to be unusable.
  void refuse(Jar jar, String reason) {
    log.warn("{} is refused: {}", jar.path(), reason);
    seen.computeIfPresent(jar.path(), (path, known) -> known.withRefusal(reason));
  }

  /// Does the same for the jar that a plugin was loaded from, if it is still there.
  void refuse(LoadedPlugin plugin, String reason) {
    Jar known = seen.get(plugin.jar());
    if (known != null && known.sha256().equals(plugin.sha256())) {
      refuse(known, reason);
    }
  }

  /// Deletes the staged copies that will not be loaded now.
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

  /// The jars that are not active, with the reason: they cannot be used, another jar has a higher
  /// version, or another one claims the same id.
  List<RefusedJar> refused() {
    List<RefusedJar> refused = new ArrayList<>();
    for (Jar jar : seen.values()) {
      if (!isUsable(jar)) {
        refused.add(new RefusedJar(jar.path(), jar.id(), refusal(jar)));
      } else {
        claims(jar.id())
            .objection(jar)
            .ifPresent(reason -> refused.add(new RefusedJar(jar.path(), jar.id(), reason)));
      }
    }
    return refused;
  }

  @Override
  public void close() {
    staging.close();
  }
}
