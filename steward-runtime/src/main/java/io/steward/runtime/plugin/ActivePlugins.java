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

/// The active plugins, and the replaced ones that may have to be restored. Confined to the owner
/// thread.
final class ActivePlugins {

  private static final Logger log = LoggerFactory.getLogger(ActivePlugins.class);

  private final JarCatalog jars;
  private final StewardPluginManager manager;
  private final Optional<PluginInstantiator> instantiator;
  private final UnloadLeakDetector leaks = new UnloadLeakDetector();
  private final Map<String, ActivePlugin> active = new LinkedHashMap<>();
  private final Map<String, ActivePlugin> replaced = new LinkedHashMap<>();

  /// An active plugin with the staged jar it was loaded from.
  private record ActivePlugin(LoadedPlugin plugin, StagedJar copy) {}

  /// @param jars the jars in the folder
  /// @param manager loads and unloads the plugins
  /// @param instantiator checks the methods of each plugin; empty if no code may run
  ActivePlugins(
      JarCatalog jars, StewardPluginManager manager, Optional<PluginInstantiator> instantiator) {
    this.jars = jars;
    this.manager = manager;
    this.instantiator = instantiator;
  }

  /// All active plugins.
  List<LoadedPlugin> plugins() {
    return active.values().stream().map(ActivePlugin::plugin).toList();
  }

  /// How the jars differ from the active plugins.
  List<FolderChange> changes() {
    List<FolderChange> changes = new ArrayList<>();
    active.forEach((id, each) -> {
      Optional<JarCatalog.Jar> best = jars.best(id);
      boolean wanted = jars.hasJarOf(id, each.plugin().jar()) && isTrusted(each.plugin());
      if (best.isEmpty() && !wanted) {
        changes.add(new FolderChange.Removed(id));
      } else if (best.isPresent() && !isUpToDate(each.plugin(), best.get())) {
        changes.add(new FolderChange.Replaced(id));
      }
    });
    jars.ids().stream()
        .filter(id -> !active.containsKey(id))
        .forEach(id -> changes.add(new FolderChange.Added(id)));
    return changes;
  }

  private boolean isTrusted(LoadedPlugin plugin) {
    return jars.policy().trust().objection(plugin.candidate()).isEmpty();
  }

  /// Also compares native access, which is granted when a plugin is loaded.
  private boolean isUpToDate(LoadedPlugin plugin, JarCatalog.Jar jar) {
    return plugin.sha256().equals(jar.sha256())
        && plugin.nativeAccess() == jars.policy().allowsNativeAccess().test(plugin.id());
  }

  /// The active plugins that another policy would refuse, along with every other jar of theirs.
  List<LoadedPlugin> rejectedBy(PluginPolicy policy) {
    return plugins().stream()
        .filter(plugin -> policy.trust().objection(plugin.candidate()).isPresent())
        .filter(plugin -> !jars.hasAcceptable(plugin.id(), policy))
        .toList();
  }

  /// Loads several plugins, each in its highest usable version. Their code runs concurrently, but
  /// which of two plugins with the same method becomes active does not depend on timing.
  void load(List<String> ids) {
    try (ParallelTasks tasks = new ParallelTasks()) {
      Map<String, PendingLoad> pending = new HashMap<>();
      for (String id : ids) {
        startLoading(id, tasks).ifPresent(each -> pending.put(id, each));
      }
      for (String id : ids) {
        PendingLoad each = pending.get(id);
        if (each == null || !finishLoading(each)) {
          load(id);
        }
      }
    }
  }

  /// A linked plugin whose methods are being determined.
  private record PendingLoad(
      JarCatalog.Jar jar, StagedJar copy, ParallelTasks.Result<List<PluginMethod>> methods) {}

  private Optional<PendingLoad> startLoading(String id, ParallelTasks tasks) {
    Optional<JarCatalog.Jar> best = jars.best(id);
    if (best.isEmpty()) {
      return Optional.empty();
    }
    try {
      StagedJar copy = jars.takeCopy(best.get());
      LayerClassLoader loader = link(copy);
      return Optional.of(
          new PendingLoad(best.get(), copy, tasks.submit(() -> findMethods(loader))));
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

  /// Loads the highest usable version of a plugin.
  ///
  /// @return whether there is one
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
    return activate(copy, () -> findMethods(loader));
  }

  private LayerClassLoader link(StagedJar copy) throws RefusedJarException {
    boolean nativeAccess = allowsNativeAccess(copy);
    if (nativeAccess && !copy.modular()) {
      log.warn("{} cannot have native access: its jar has no module descriptor", copy.id());
    }
    try {
      return manager.load(copy, nativeAccess);
    } catch (RefusedJarException e) {
      discard(copy);
      throw e;
    }
  }

  private List<PluginMethod> findMethods(LayerClassLoader loader) throws RefusedJarException {
    List<PluginMethod> methods = new ProviderFinder(loader).methods();
    if (instantiator.isPresent()) {
      for (PluginMethod method : methods) {
        instantiator.get().check(method);
      }
    }
    return methods;
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
    return jars.policy().allowsNativeAccess().test(copy.id());
  }

  private void discard(StagedJar copy) {
    manager.unload(copy.id());
    copy.delete();
  }

  private void checkUnique(List<PluginMethod> methods) throws RefusedJarException {
    for (PluginMethod method : methods) {
      for (ActivePlugin other : active.values()) {
        if (other.plugin().find(method.name(), method.kind()).isPresent()) {
          throw new RefusedJarException(
              "plugin "
                  + other.plugin().id()
                  + " already has a "
                  + method.kind()
                  + " method \""
                  + method.name()
                  + "\"");
        }
      }
    }
  }

  /// Replaces a plugin by the best jar in the folder, or loads it again if no jar can be used.
  ///
  /// @return whether the new one is active
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

  /// Refuses the new version; the replaced one becomes active again.
  void restore(String id, String reason) {
    ActivePlugin replacement = active.remove(id);
    if (replacement != null) {
      unload(replacement);
      replacement.copy().delete();
      jars.refuse(replacement.plugin(), reason);
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
      log.error(
          "{} {}, which was active before, cannot be loaded again: {}",
          id,
          before.plugin().version(),
          e);
    }
  }

  /// Discards the replaced version for good.
  void commitReplacement(String id) {
    ActivePlugin before = replaced.remove(id);
    ActivePlugin now = active.get(id);
    if (before != null && (now == null || !now.copy().equals(before.copy()))) {
      before.copy().delete();
    }
  }

  /// Unloads a plugin, if it is active.
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

  /// Plugins that were unloaded at least this long ago and are still reachable.
  List<String> leaks(Duration after) {
    return leaks.find(after);
  }

  /// Unloads all plugins, without checking for leaks.
  void close() {
    List.copyOf(active.keySet()).forEach(manager::unload);
    active.clear();
  }
}
