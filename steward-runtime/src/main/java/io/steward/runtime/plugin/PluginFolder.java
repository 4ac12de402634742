package io.steward.runtime.plugin;

import io.steward.api.MethodName;
import io.steward.runtime.temporary.TemporaryFiles;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A folder of jars, and the methods in them. What is dropped into it, replaced or deleted is found
/// by {@link #scan}; what to do about it is for whoever uses the methods to say, and when.
///
/// Of several jars with the same id, the one with the highest version serves that can be used.
///
/// Safe for use by any thread.
public final class PluginFolder implements AutoCloseable {

  static {
    // a resource read through a URL would keep its jar open after the plugin is gone
    URLConnection.setDefaultUseCaches("jar", false);
  }

  private static final Duration INSTANTIATION_TIMEOUT = Duration.ofSeconds(10);

  private final Path folder;
  private final OwnerThread owner = new OwnerThread();
  private final JarCatalog jars;
  private final ActivePlugins active;
  private volatile List<LoadedPlugin> plugins = List.of();
  private volatile List<RefusedJar> refused = List.of();

  private PluginFolder(Path folder, PluginPolicy policy, StagingFolder staging, Duration patience) {
    StewardPluginManager manager = new StewardPluginManager(staging.folder());
    this.folder = folder;
    this.jars = new JarCatalog(staging, manager, policy);
    this.active = new ActivePlugins(jars, manager, patience);
  }

  /// Loads every jar of a folder; what cannot be used is refused alone. Private copies of them are
  /// in a temporary folder.
  ///
  /// @param folder where they are dropped; one that is not there has none
  /// @param policy on which they are let in
  /// @throws IOException when it cannot be read, or no folder for private copies can be made
  public static PluginFolder open(Path folder, PluginPolicy policy) throws IOException {
    return open(folder, policy, StagingFolder.within(TemporaryFiles.root()), INSTANTIATION_TIMEOUT);
  }

  /// Does so with private copies in a folder of the caller's.
  ///
  /// @param folder where jars are dropped; one that is not there has none
  /// @param policy on which they are let in
  /// @param copies the folder for private copies, which nobody else may use: whatever is in it is
  ///   deleted
  /// @throws IOException when it cannot be read, or no folder for private copies can be made
  public static PluginFolder open(Path folder, PluginPolicy policy, Path copies)
      throws IOException {
    return open(folder, policy, copies, INSTANTIATION_TIMEOUT);
  }

  /// @param patience how long a plugin may take to make one of its methods
  static PluginFolder open(Path folder, PluginPolicy policy, Path copies, Duration patience)
      throws IOException {
    return open(folder, policy, StagingFolder.exclusive(copies), patience);
  }

  private static PluginFolder open(
      Path folder, PluginPolicy policy, StagingFolder staging, Duration patience)
      throws IOException {
    PluginFolder plugins = new PluginFolder(folder, policy, staging, patience);
    try {
      for (var fresh = plugins.addedIds(); !fresh.isEmpty(); fresh = plugins.addedIds()) {
        plugins.add(fresh);
      }
      return plugins;
    } catch (IOException e) {
      plugins.close();
      throw e;
    }
  }

  private List<String> addedIds() throws IOException {
    return scan().stream()
        .filter(FolderChange.Added.class::isInstance)
        .map(FolderChange::id)
        .toList();
  }

  private void add(List<String> ids) {
    owner.run(() -> {
      active.load(ids);
      updateSnapshot();
    });
  }

  /// Looks at the folder, and says what is otherwise there than what serves. A jar that was refused
  /// is not among it until it is replaced.
  ///
  /// @throws IOException when the folder cannot be read; then nothing is otherwise
  public List<FolderChange> scan() throws IOException {
    FolderSnapshot now = FolderSnapshot.of(folder);
    return owner.call(() -> {
      jars.update(now);
      List<FolderChange> differences = active.changes();
      jars.deleteUnneededCopies(
          differences.stream().map(FolderChange::id).collect(Collectors.toSet()));
      updateSnapshot();
      return differences;
    });
  }

  /// From now on, other terms apply. What they change is found by {@link #scan}.
  public void applyPolicy(PluginPolicy policy) {
    owner.run(() -> jars.applyPolicy(policy));
  }

  /// The terms that apply.
  public PluginPolicy policy() {
    return owner.call(jars::policy);
  }

  /// Which of the plugins that serve would not be let in on other terms, nor another jar of theirs.
  public List<LoadedPlugin> rejectedBy(PluginPolicy policy) {
    return owner.call(() -> active.rejectedBy(policy));
  }

  /// The ids of all plugins in the folder, also of those that are refused.
  public Set<String> ids() {
    return owner.call(jars::allIds);
  }

  /// Loads a plugin that does not serve yet: the highest version that can be used.
  ///
  /// @return whether one can
  public boolean add(String id) {
    return owner.call(() -> {
      boolean loaded = active.load(id);
      updateSnapshot();
      return loaded;
    });
  }

  /// Replaces a plugin by what is in the folder now; nothing of it may run any more. When that
  /// cannot be used, the old one serves again. Until it is {@linkplain #commitReplacement settled},
  /// it can be {@linkplain #restore undone}.
  ///
  /// @return whether the new one serves
  public boolean replace(String id) {
    return owner.call(() -> {
      boolean loaded = active.replace(id);
      updateSnapshot();
      return loaded;
    });
  }

  /// Refuses the new version of a plugin after all; the old one serves again. Nothing of the new
  /// one may run any more.
  ///
  /// @param why in one line
  public void restore(String id, String why) {
    owner.run(() -> {
      active.restore(id, why);
      updateSnapshot();
    });
  }

  /// What is replaced will not be wanted back.
  public void commitReplacement(String id) {
    owner.run(() -> active.commitReplacement(id));
  }

  /// Unloads a plugin. Nothing of it may run any more.
  public void unload(String id) {
    owner.run(() -> {
      active.unload(id);
      updateSnapshot();
    });
  }

  /// Plugins that were unloaded, by id and version, and that something still holds on to.
  ///
  /// @param after how long ago they must have been unloaded
  public List<String> leaks(Duration after) {
    return owner.call(() -> active.leaks(after));
  }

  private void updateSnapshot() {
    plugins = active.plugins();
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
  public List<PluginMethod> methods() {
    return plugins.stream().flatMap(plugin -> plugin.methods().stream()).toList();
  }

  /// A method by its name and what it does with messages.
  public Optional<PluginMethod> find(MethodName name, PluginMethod.Kind kind) {
    return plugins.stream().flatMap(plugin -> plugin.find(name, kind).stream()).findFirst();
  }

  @Override
  public void close() {
    owner.shutdown(() -> {
      active.close();
      updateSnapshot();
      jars.close();
    });
  }
}
