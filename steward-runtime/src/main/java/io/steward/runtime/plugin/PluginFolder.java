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

/// A folder of plugin jars, and the methods in them. {@link #scan} finds jars that were added,
/// replaced or deleted; the caller decides when to apply these changes.
///
/// Of several jars with the same id, the usable one with the highest version is active. If two of
/// them are different plugins, or different builds of the highest version, none is.
///
/// Safe for use by any thread.
public final class PluginFolder implements AutoCloseable {

  static {
    // otherwise a resource read through a URL would keep its jar open after the plugin is unloaded
    URLConnection.setDefaultUseCaches("jar", false);
  }

  private static final PluginInstantiator INSTANTIATOR =
      new PluginInstantiator(Duration.ofSeconds(10));

  private final Path folder;
  private final OwnerThread owner = new OwnerThread();
  private final JarCatalog jars;
  private final ActivePlugins active;
  private volatile List<LoadedPlugin> plugins = List.of();
  private volatile List<RefusedJar> refused = List.of();

  private PluginFolder(
      Path folder,
      PluginPolicy policy,
      StagingFolder staging,
      Optional<PluginInstantiator> instantiator) {
    StewardPluginManager manager = new StewardPluginManager(staging.folder());
    this.folder = folder;
    this.jars = new JarCatalog(staging, manager, policy);
    this.active = new ActivePlugins(jars, manager, instantiator);
  }

  /// Loads every jar of a folder; each unusable jar is refused without affecting the others.
  /// Private copies of the jars are kept in a temporary folder.
  ///
  /// @param folder the folder of jars; if it is missing, there are none
  /// @param policy decides which jars are admitted
  /// @throws IOException if the folder cannot be read, or no folder for private copies can be
  ///   created
  public static PluginFolder open(Path folder, PluginPolicy policy) throws IOException {
    return open(
        folder, policy, StagingFolder.within(TemporaryFiles.root()), Optional.of(INSTANTIATOR));
  }

  /// Does the same, but runs no code of any plugin: methods are known by what the jars declare, and
  /// a jar is not refused for what only its code would show. {@link #check} does that for one
  /// method.
  ///
  /// @param folder the folder of jars; if it is missing, there are none
  /// @param policy decides which jars are admitted
  /// @throws IOException if the folder cannot be read, or no folder for private copies can be
  ///   created
  public static PluginFolder inspect(Path folder, PluginPolicy policy) throws IOException {
    return open(folder, policy, StagingFolder.within(TemporaryFiles.root()), Optional.empty());
  }

  /// Does the same with private copies in a folder of the caller.
  ///
  /// @param folder the folder of jars; if it is missing, there are none
  /// @param policy decides which jars are admitted
  /// @param copies the folder for private copies, for exclusive use: its content is deleted
  /// @throws IOException if the folder cannot be read, or no folder for private copies can be
  ///   created
  public static PluginFolder open(Path folder, PluginPolicy policy, Path copies)
      throws IOException {
    return open(folder, policy, StagingFolder.exclusive(copies), Optional.of(INSTANTIATOR));
  }

  /// @param instantiationTimeout how long a plugin may take to create one of its methods
  static PluginFolder open(
      Path folder, PluginPolicy policy, Path copies, Duration instantiationTimeout)
      throws IOException {
    return open(
        folder,
        policy,
        StagingFolder.exclusive(copies),
        Optional.of(new PluginInstantiator(instantiationTimeout)));
  }

  private static PluginFolder open(
      Path folder,
      PluginPolicy policy,
      StagingFolder staging,
      Optional<PluginInstantiator> instantiator)
      throws IOException {
    PluginFolder plugins = new PluginFolder(folder, policy, staging, instantiator);
    try {
      for (var added = plugins.addedIds(); !added.isEmpty(); added = plugins.addedIds()) {
        plugins.add(added);
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

  /// Reads the folder and compares it with the active plugins. A refused jar is not reported again
  /// until it is replaced.
  ///
  /// @return the differences
  /// @throws IOException if the folder cannot be read; then nothing changes
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

  /// Sets another policy. {@link #scan} then reports what it changes.
  public void applyPolicy(PluginPolicy policy) {
    owner.run(() -> jars.applyPolicy(policy));
  }

  /// The policy in effect.
  public PluginPolicy policy() {
    return owner.call(jars::policy);
  }

  /// The active plugins that another policy would refuse, along with every other jar of theirs.
  public List<LoadedPlugin> rejectedBy(PluginPolicy policy) {
    return owner.call(() -> active.rejectedBy(policy));
  }

  /// The ids of all plugins in the folder, including refused ones.
  public Set<String> ids() {
    return owner.call(jars::allIds);
  }

  /// Loads a plugin that is not active yet, in its highest usable version.
  ///
  /// @return whether there is one
  public boolean add(String id) {
    return owner.call(() -> {
      boolean loaded = active.load(id);
      updateSnapshot();
      return loaded;
    });
  }

  /// Replaces a plugin by its best jar in the folder. None of its code may be running. If no jar
  /// can be used, the old plugin becomes active again. Until it is {@linkplain #commitReplacement
  /// committed}, the replacement can be {@linkplain #restore undone}.
  ///
  /// @return whether the new plugin is active
  public boolean replace(String id) {
    return owner.call(() -> {
      boolean loaded = active.replace(id);
      updateSnapshot();
      return loaded;
    });
  }

  /// Undoes a replacement: refuses the new version, and makes the old one active again. No code of
  /// the new one may be running.
  ///
  /// @param reason in one line
  public void restore(String id, String reason) {
    owner.run(() -> {
      active.restore(id, reason);
      updateSnapshot();
    });
  }

  /// Commits a replacement, after which it cannot be undone.
  public void commitReplacement(String id) {
    owner.run(() -> active.commitReplacement(id));
  }

  /// Unloads a plugin. None of its code may be running.
  public void unload(String id) {
    owner.run(() -> {
      active.unload(id);
      updateSnapshot();
    });
  }

  /// The id and version of each unloaded plugin that is still reachable.
  ///
  /// @param after how long ago it must have been unloaded
  public List<String> leaks(Duration after) {
    return owner.call(() -> active.leaks(after));
  }

  private void updateSnapshot() {
    plugins = active.plugins();
    refused = jars.refused();
  }

  /// The active plugins.
  public List<LoadedPlugin> plugins() {
    return plugins;
  }

  /// The jars that are not active.
  public List<RefusedJar> refused() {
    return refused;
  }

  /// All methods of the active plugins.
  public List<PluginMethod> methods() {
    return plugins.stream().flatMap(plugin -> plugin.methods().stream()).toList();
  }

  /// Finds a method of the active plugins by name and kind.
  public Optional<PluginMethod> find(MethodName name, PluginMethod.Kind kind) {
    return plugins.stream().flatMap(plugin -> plugin.find(name, kind).stream()).findFirst();
  }

  /// Runs the first code of a method: creates it with its default settings.
  ///
  /// @throws IllegalArgumentException with the reason, if it cannot be used
  public static void check(PluginMethod method) {
    try {
      INSTANTIATOR.check(method);
    } catch (RefusedJarException e) {
      throw new IllegalArgumentException(
          "plugin " + method.plugin() + " cannot be used: " + e.getMessage(), e);
    }
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
