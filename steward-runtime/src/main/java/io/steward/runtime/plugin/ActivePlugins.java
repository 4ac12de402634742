package io.steward.runtime.plugin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The plugins that serve, and those they have replaced and may have to give way to again. For the
/// owner thread alone.
final class ActivePlugins {

  private static final Logger log = LoggerFactory.getLogger(PluginFolder.class);

  private final JarCatalog jars;
  private final StewardPluginManager manager;
  private final Duration instantiationTimeout;
  private final UnloadLeakDetector leaks = new UnloadLeakDetector();
  private final Map<String, ActivePlugin> active = new LinkedHashMap<>();
  private final Map<String, ActivePlugin> replaced = new LinkedHashMap<>();

  /// A plugin that serves, and the copy of its jar that it was loaded from.
  private record ActivePlugin(LoadedPlugin plugin, StagedJar copy) {}

  /// @param jars that there are
  /// @param manager of what is loaded
  /// @param patience how long a plugin may take to make one of its methods
  ActivePlugins(JarCatalog jars, StewardPluginManager manager, Duration patience) {
    this.jars = jars;
    this.manager = manager;
    this.instantiationTimeout = patience;
  }

  /// All that serve.
  List<LoadedPlugin> plugins() {
    return active.values().stream().map(ActivePlugin::plugin).toList();
  }

  /// What is otherwise among the jars than what serves.
  List<FolderChange> changes() {
    List<FolderChange> differences = new ArrayList<>();
    active.forEach((id, each) -> {
      Optional<JarCatalog.Jar> best = jars.best(id);
      boolean wanted = jars.hasJarOf(id, each.plugin().jar()) && isTrusted(each.plugin());
      if (best.isEmpty() && !wanted) {
        differences.add(new FolderChange.Removed(id));
      } else if (best.isPresent() && !isUpToDate(each.plugin(), best.get())) {
        differences.add(new FolderChange.Replaced(id));
      }
    });
    jars.ids().stream()
        .filter(id -> !active.containsKey(id))
        .forEach(id -> differences.add(new FolderChange.Added(id)));
    return differences;
  }

  private boolean isTrusted(LoadedPlugin plugin) {
    return jars.policy().trust().objection(plugin.candidate()).isEmpty();
  }

  /// What a plugin may do is settled when it is loaded.
  private boolean isUpToDate(LoadedPlugin plugin, JarCatalog.Jar jar) {
    return plugin.sha256().equals(jar.sha256())
        && plugin.nativeAccess() == jars.policy().allowsNativeAccess().test(plugin.id());
  }

  /// Which would not be let in on other terms, nor another jar of theirs.
  List<LoadedPlugin> rejectedBy(PluginPolicy policy) {
    return plugins().stream()
        .filter(plugin -> policy.trust().objection(plugin.candidate()).isPresent())
        .filter(plugin -> !jars.hasAcceptable(plugin.id(), policy))
        .toList();
  }

  /// Loads several, of each the highest version that can be used. Their own code runs at the same
  /// time; which of two with the same method serves does not depend on that.
  void load(List<String> ids) {
    try (ParallelTasks parallelTasks = new ParallelTasks()) {
      Map<String, PendingLoad> begun = new HashMap<>();
      for (String id : ids) {
        startLoading(id, parallelTasks).ifPresent(each -> begun.put(id, each));
      }
      for (String id : ids) {
        PendingLoad each = begun.get(id);
        if (each == null || !finishLoading(each)) {
          load(id);
        }
      }
    }
  }

  /// A plugin that is linked, and of which is found out what it provides.
  private record PendingLoad(
      JarCatalog.Jar jar, StagedJar copy, ParallelTasks.Result<List<PluginMethod>> methods) {}

  private Optional<PendingLoad> startLoading(String id, ParallelTasks parallelTasks) {
    Optional<JarCatalog.Jar> best = jars.best(id);
    if (best.isEmpty()) {
      return Optional.empty();
    }
    try {
      StagedJar copy = jars.takeCopy(best.get());
      LayerClassLoader loader = link(copy);
      return Optional.of(
          new PendingLoad(best.get(), copy, parallelTasks.submit(() -> findMethods(copy, loader))));
    } catch (RefusedJarException e) {
      jars.refuse(best.get(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private boolean finishLoading(PendingLoad pendingLoad) {
    try {
      active.put(pendingLoad.jar().id(), activate(pendingLoad.copy(), pendingLoad.methods()));
      return true;
    } catch (RefusedJarException e) {
      jars.refuse(pendingLoad.jar(), String.valueOf(e.getMessage()));
      return false;
    }
  }

  /// Loads the highest version that can be used.
  ///
  /// @return whether one can
  boolean load(String id) {
    for (var best = jars.best(id); best.isPresent(); best = jars.best(id)) {
      try {
        active.put(id, load(jars.takeCopy(best.get())));
        return true;
      } catch (RefusedJarException e) {
        jars.refuse(best.get(), String.valueOf(e.getMessage()));
      }
    }
    return false;
  }

  private ActivePlugin load(StagedJar copy) throws RefusedJarException {
    LayerClassLoader loader = link(copy);
    return activate(copy, () -> findMethods(copy, loader));
  }

  private LayerClassLoader link(StagedJar copy) throws RefusedJarException {
    boolean nativeAccess = allowsNativeAccess(copy);
    if (nativeAccess && !copy.modular()) {
      log.warn("{} cannot have native access: its jar has no module descriptor", id(copy));
    }
    try {
      return manager.load(copy, nativeAccess);
    } catch (RefusedJarException e) {
      discard(copy);
      throw e;
    }
  }

  private List<PluginMethod> findMethods(StagedJar copy, LayerClassLoader loader)
      throws RefusedJarException {
    return new ProviderFinder(id(copy), loader, instantiationTimeout).methods();
  }

  private ActivePlugin activate(StagedJar copy, ParallelTasks.Result<List<PluginMethod>> found)
      throws RefusedJarException {
    try {
      List<PluginMethod> methods = found.get();
      checkUnique(methods);
      return new ActivePlugin(LoadedPlugin.of(copy, allowsNativeAccess(copy), methods), copy);
    } catch (RefusedJarException e) {
      discard(copy);
      throw e;
    }
  }

  private boolean allowsNativeAccess(StagedJar copy) {
    return jars.policy().allowsNativeAccess().test(id(copy));
  }

  private static String id(StagedJar copy) {
    return copy.attribute("Plugin-Id");
  }

  private void discard(StagedJar copy) {
    manager.unload(id(copy));
    copy.delete();
  }

  private void checkUnique(List<PluginMethod> methods) throws RefusedJarException {
    for (PluginMethod method : methods) {
      for (ActivePlugin other : active.values()) {
        if (other.plugin().find(method.name(), method.kind()).isPresent()) {
          throw new RefusedJarException(
              "plugin "
                  + other.plugin().id()
                  + " has a "
                  + method.kind()
                  + " method \""
                  + method.name()
                  + "\" already");
        }
      }
    }
  }

  /// Replaces one by what is among the jars now, or, when that cannot be used, by itself.
  ///
  /// @return whether the new one serves
  boolean replace(String id) {
    ActivePlugin before = Objects.requireNonNull(active.remove(id), id);
    unload(before);
    replaced.put(id, before);
    boolean loaded = load(id);
    if (!loaded) {
      reactivate(id);
    }
    return loaded;
  }

  /// Refuses the new one; the one it has replaced serves again.
  void restore(String id, String why) {
    ActivePlugin fresh = active.remove(id);
    if (fresh != null) {
      unload(fresh);
      fresh.copy().delete();
      jars.refuse(fresh.plugin(), why);
    }
    reactivate(id);
  }

  private void reactivate(String id) {
    ActivePlugin before = replaced.get(id);
    if (before == null || !isTrusted(before.plugin())) {
      return;
    }
    try {
      active.put(id, load(before.copy()));
    } catch (RefusedJarException e) {
      log.error("{} {}, which served before, does not: {}", id, before.plugin().version(), e);
    }
  }

  /// Lets go of what it has replaced.
  void commitReplacement(String id) {
    ActivePlugin before = replaced.remove(id);
    ActivePlugin now = active.get(id);
    if (before != null && (now == null || !now.copy().equals(before.copy()))) {
      before.copy().delete();
    }
  }

  /// Unloads one, when it serves.
  void unload(String id) {
    ActivePlugin before = active.remove(id);
    if (before != null) {
      unload(before);
      before.copy().delete();
    }
  }

  private void unload(ActivePlugin before) {
    LoadedPlugin plugin = before.plugin();
    leaks.add(plugin.id(), plugin.version(), plugin.methods().getFirst().loader());
    manager.unload(plugin.id());
  }

  /// What was unloaded so long ago, and something still holds on to.
  List<String> leaks(Duration after) {
    return leaks.find(after);
  }

  /// Unloads all, without a look back.
  void close() {
    List.copyOf(active.keySet()).forEach(manager::unload);
    active.clear();
  }
}
