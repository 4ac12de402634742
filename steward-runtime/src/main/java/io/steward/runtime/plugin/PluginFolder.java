package io.steward.runtime.plugin;

import io.steward.api.MethodName;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder of jars, and the methods in them. What is dropped into it, replaced or deleted is found
/// by {@link #look}; what to do about it is for whoever uses the methods to say, and when.
///
/// Of several jars with the same id, the one with the highest version serves that can be used.
///
/// Safe for use by any thread.
public final class PluginFolder implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PluginFolder.class);

  static {
    // a resource read through a URL would keep its jar open after the plugin is gone
    URLConnection.setDefaultUseCaches("jar", false);
  }

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path folder;
  private final Duration patience;
  private final OwnerThread owner = new OwnerThread();
  private final Jars jars;
  private final Keeper keeper;
  private final Remains remains = new Remains();
  private final Map<String, Serving> serving = new LinkedHashMap<>();
  private final Map<String, Serving> replaced = new LinkedHashMap<>();
  private volatile List<LoadedPlugin> plugins = List.of();
  private volatile List<RefusedJar> refused = List.of();

  /// A plugin that serves, and the copy of its jar that it was loaded from.
  private record Serving(LoadedPlugin plugin, Staged copy) {}

  private PluginFolder(Path folder, Terms terms, Staging staging, Duration patience) {
    this.folder = folder;
    this.keeper = new Keeper(staging.folder());
    this.jars = new Jars(staging, keeper, terms);
    this.patience = patience;
  }

  /// Loads every jar of a folder; what cannot be used is refused alone.
  ///
  /// @param folder where they are dropped; one that is not there has none
  /// @param terms on which they are let in
  /// @throws IOException when it cannot be read, or no folder for private copies can be made
  public static PluginFolder open(Path folder, Terms terms) throws IOException {
    return open(folder, terms, Path.of(System.getProperty("java.io.tmpdir")), PATIENCE);
  }

  /// @param temporary where the folder for private copies is made
  /// @param patience how long a plugin may take to make one of its methods
  static PluginFolder open(Path folder, Terms terms, Path temporary, Duration patience)
      throws IOException {
    PluginFolder plugins = new PluginFolder(folder, terms, Staging.in(temporary), patience);
    try {
      for (var found = plugins.look(); !found.isEmpty(); found = plugins.look()) {
        found.forEach(difference -> plugins.add(difference.id()));
      }
      return plugins;
    } catch (IOException e) {
      plugins.close();
      throw e;
    }
  }

  /// Looks at the folder, and says what is otherwise there than what serves. A jar that was refused
  /// is not among it until it is replaced.
  ///
  /// @throws IOException when the folder cannot be read; then nothing is otherwise
  public List<Difference> look() throws IOException {
    Survey now = Survey.of(folder);
    return owner.call(() -> {
      jars.see(now);
      List<Difference> differences = new ArrayList<>();
      serving.forEach((id, each) -> {
        Optional<Jars.Jar> best = jars.best(id);
        boolean wanted = jars.has(id, each.plugin().jar()) && isTrusted(each.plugin());
        if (best.isEmpty() && !wanted) {
          differences.add(new Difference.Removed(id));
        } else if (best.isPresent() && !isSame(each.plugin(), best.get())) {
          differences.add(new Difference.Replaced(id));
        }
      });
      jars.ids().stream()
          .filter(id -> !serving.containsKey(id))
          .forEach(id -> differences.add(new Difference.Added(id)));
      jars.tidy(differences.stream().map(Difference::id).collect(Collectors.toSet()));
      publish();
      return differences;
    });
  }

  private boolean isTrusted(LoadedPlugin plugin) {
    return jars.terms().trust().objection(plugin.subject()).isEmpty();
  }

  /// What a plugin may do is settled when it is loaded.
  private boolean isSame(LoadedPlugin plugin, Jars.Jar jar) {
    return plugin.sha256().equals(jar.sha256())
        && plugin.nativeAccess() == jars.terms().mayBeNative().test(plugin.id());
  }

  /// From now on, other terms apply. What they change is found by {@link #look}.
  public void follow(Terms terms) {
    owner.run(() -> jars.follow(terms));
  }

  /// The terms that apply.
  public Terms terms() {
    return owner.call(jars::terms);
  }

  /// Which of the plugins that serve would not be let in on other terms, nor another jar of theirs.
  public List<LoadedPlugin> lostBy(Terms terms) {
    return owner.call(() ->
        serving.values().stream()
            .map(Serving::plugin)
            .filter(plugin -> terms.trust().objection(plugin.subject()).isPresent())
            .filter(plugin -> !jars.wouldHave(plugin.id(), terms))
            .toList());
  }

  /// The ids of all plugins in the folder, also of those that are refused.
  public Set<String> ids() {
    return owner.call(jars::known);
  }

  /// Loads a plugin that does not serve yet: the highest version that can be used.
  ///
  /// @return whether one can
  public boolean add(String id) {
    return owner.call(() -> {
      boolean loaded = load(id);
      publish();
      return loaded;
    });
  }

  private boolean load(String id) {
    for (var best = jars.best(id); best.isPresent(); best = jars.best(id)) {
      try {
        serving.put(id, load(jars.take(best.get())));
        return true;
      } catch (Refusal e) {
        jars.refuse(best.get(), String.valueOf(e.getMessage()));
      }
    }
    return false;
  }

  private Serving load(Staged copy) throws Refusal {
    String id = copy.value("Plugin-Id");
    try {
      boolean nativeAccess = jars.terms().mayBeNative().test(id);
      if (nativeAccess && !copy.modular()) {
        log.warn("{} cannot have native access: its jar has no module descriptor", id);
      }
      LayerClassLoader loader = keeper.load(copy, nativeAccess);
      List<Method> methods = new Providers(id, loader, patience).methods();
      unique(methods);
      return new Serving(LoadedPlugin.of(copy, nativeAccess, methods), copy);
    } catch (Refusal e) {
      keeper.unload(id);
      copy.delete();
      throw e;
    }
  }

  private void unique(List<Method> methods) throws Refusal {
    for (Method method : methods) {
      for (Serving other : serving.values()) {
        if (other.plugin().find(method.name(), method.kind()).isPresent()) {
          throw new Refusal(
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

  /// Replaces a plugin by what is in the folder now; nothing of it may run any more. When that
  /// cannot be used, the old one serves again. Until it is {@linkplain #settle settled}, it can be
  /// {@linkplain #restore undone}.
  ///
  /// @return whether the new one serves
  public boolean replace(String id) {
    return owner.call(() -> {
      Serving before = Objects.requireNonNull(serving.remove(id), id);
      unload(before);
      replaced.put(id, before);
      boolean loaded = load(id);
      if (!loaded) {
        bringBack(id);
      }
      publish();
      return loaded;
    });
  }

  /// Refuses the new version of a plugin after all; the old one serves again. Nothing of the new
  /// one may run any more.
  ///
  /// @param why in one line
  public void restore(String id, String why) {
    owner.run(() -> {
      Serving fresh = serving.remove(id);
      if (fresh != null) {
        unload(fresh);
        fresh.copy().delete();
        jars.refuse(fresh.plugin(), why);
      }
      bringBack(id);
      publish();
    });
  }

  private void bringBack(String id) {
    Serving before = replaced.get(id);
    if (before == null || !isTrusted(before.plugin())) {
      return;
    }
    try {
      serving.put(id, load(before.copy()));
    } catch (Refusal e) {
      log.error("{} {}, which served before, does not: {}", id, before.plugin().version(), e);
    }
  }

  /// What is replaced will not be wanted back.
  public void settle(String id) {
    owner.run(() -> {
      Serving before = replaced.remove(id);
      Serving now = serving.get(id);
      if (before != null && (now == null || !now.copy().equals(before.copy()))) {
        before.copy().delete();
      }
    });
  }

  /// Unloads a plugin. Nothing of it may run any more.
  public void unload(String id) {
    owner.run(() -> {
      Serving before = serving.remove(id);
      if (before != null) {
        unload(before);
        before.copy().delete();
      }
      publish();
    });
  }

  private void unload(Serving before) {
    LoadedPlugin plugin = before.plugin();
    remains.add(plugin.id(), plugin.version(), plugin.methods().getFirst().loader());
    keeper.unload(plugin.id());
  }

  /// Plugins that were unloaded, by id and version, and that something still holds on to.
  ///
  /// @param after how long ago they must have been unloaded
  public List<String> stillReachable(Duration after) {
    return owner.call(() -> remains.find(after));
  }

  private void publish() {
    plugins = serving.values().stream().map(Serving::plugin).toList();
    refused = jars.refused();
  }

  /// The plugins that serve.
  public List<LoadedPlugin> plugins() {
    return plugins;
  }

  /// The jars that do not.
  public List<RefusedJar> refused() {
    return refused;
  }

  /// Every method that serves.
  public List<Method> methods() {
    return plugins.stream().flatMap(plugin -> plugin.methods().stream()).toList();
  }

  /// A method by its name and what it does with messages.
  public Optional<Method> find(MethodName name, Method.Kind kind) {
    return plugins.stream().flatMap(plugin -> plugin.find(name, kind).stream()).findFirst();
  }

  @Override
  public void close() {
    owner.run(() -> {
      List.copyOf(serving.values()).forEach(each -> keeper.unload(each.plugin().id()));
      serving.clear();
      publish();
      jars.close();
    });
    owner.close();
  }
}
