package io.steward.runtime.plugin;

import io.steward.api.MethodName;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder of jars, and the methods in them.
///
/// Safe for use by any thread: one at a time may load or unload.
public final class PluginFolder implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PluginFolder.class);

  static {
    // a resource read through a URL would keep its jar open after the plugin is gone
    URLConnection.setDefaultUseCaches("jar", false);
  }

  private final Staging staging;
  private final Keeper keeper;
  private final Map<String, LoadedPlugin> loaded = new LinkedHashMap<>();
  private final Map<String, Staged> copies = new LinkedHashMap<>();
  private final List<RefusedJar> refused = new ArrayList<>();

  private PluginFolder(Staging staging) {
    this.staging = staging;
    this.keeper = new Keeper(staging.folder());
  }

  /// Loads every jar of a folder; what cannot be used is refused alone.
  ///
  /// @param folder where they are dropped; one that is not there has none
  /// @throws IOException when it cannot be read, or no folder for private copies can be made
  public static PluginFolder open(Path folder) throws IOException {
    return open(folder, Path.of(System.getProperty("java.io.tmpdir")));
  }

  /// @param temporary where the folder for private copies is made
  static PluginFolder open(Path folder, Path temporary) throws IOException {
    PluginFolder plugins = new PluginFolder(Staging.in(temporary));
    List<Path> jars = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
        files.forEach(jars::add);
      }
    }
    jars.sort(Comparator.comparing(Path::getFileName));
    jars.forEach(plugins::load);
    return plugins;
  }

  /// Loads a jar. Of two with the same id, the one with the higher version serves.
  public synchronized void load(Path jar) {
    try {
      Staged copy = Staged.copy(jar, staging.next());
      try {
        load(copy);
      } catch (Refusal e) {
        copy.delete();
        throw e;
      }
    } catch (Refusal e) {
      log.warn("{} is refused: {}", jar, e.getMessage());
      refused.add(new RefusedJar(jar, String.valueOf(e.getMessage())));
    }
  }

  private void load(Staged copy) throws Refusal {
    String id = copy.value("Plugin-Id");
    LoadedPlugin before = loaded.get(id);
    if (before != null) {
      if (!isNewer(copy.value("Plugin-Version"), before.version())) {
        throw new Refusal(
            before.jar().getFileName() + " has version " + before.version() + " of " + id);
      }
      unload(id);
      refused.add(
          new RefusedJar(
              before.jar(),
              copy.original().getFileName()
                  + " has version "
                  + copy.value("Plugin-Version")
                  + " of "
                  + id));
    }
    LayerClassLoader loader = keeper.load(copy);
    try {
      List<Method> methods = new Providers(id, loader).methods();
      unique(methods);
      loaded.put(
          id,
          new LoadedPlugin(
              id,
              copy.value("Plugin-Version"),
              copy.value("Plugin-Description"),
              copy.original(),
              copy.sha256(),
              methods));
      copies.put(id, copy);
    } catch (Refusal e) {
      keeper.unload(id);
      throw e;
    }
  }

  private boolean isNewer(String version, String than) throws Refusal {
    try {
      return keeper.getVersionManager().compareVersions(version, than) > 0;
    } catch (RuntimeException e) {
      throw new Refusal(
          "Plugin-Version \"" + version + "\" is not a version such as 1.0.0 (semver.org)", e);
    }
  }

  private void unique(List<Method> methods) throws Refusal {
    for (Method method : methods) {
      Optional<Method> other = find(method.name(), method.kind());
      if (other.isPresent()) {
        throw new Refusal(
            "plugin "
                + other.get().plugin()
                + " has a "
                + method.kind()
                + " method \""
                + method.name()
                + "\" already");
      }
    }
  }

  /// Unloads a plugin. Nothing of it may run any more.
  public synchronized void unload(String id) {
    if (loaded.remove(id) != null) {
      keeper.unload(id);
      Staged copy = copies.remove(id);
      if (copy != null) {
        copy.delete();
      }
    }
  }

  /// The plugins that serve.
  public synchronized List<LoadedPlugin> plugins() {
    return List.copyOf(loaded.values());
  }

  /// The jars that do not.
  public synchronized List<RefusedJar> refused() {
    return List.copyOf(refused);
  }

  /// Every method that serves.
  public synchronized List<Method> methods() {
    return loaded.values().stream().flatMap(plugin -> plugin.methods().stream()).toList();
  }

  /// A method by its name and what it does with messages.
  public Optional<Method> find(MethodName name, Method.Kind kind) {
    return methods().stream()
        .filter(method -> method.name().equals(name) && method.kind() == kind)
        .findFirst();
  }

  @Override
  public synchronized void close() {
    List.copyOf(loaded.keySet()).forEach(this::unload);
    staging.close();
  }
}
