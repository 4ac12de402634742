package io.steward.runtime.plugin;

import java.net.URL;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/// The class loader of one plugin, for all modules of its layer. Closing it releases its jars at
/// once, unlike the JDK's own class loaders for layers.
final class LayerClassLoader extends PluginClassLoader {

  private final String plugin;
  private @Nullable ModuleLayer layer;

  LayerClassLoader(PluginManager manager, PluginDescriptor descriptor) {
    super(manager, descriptor, new ApiOnlyClassLoader());
    this.plugin = descriptor.getPluginId();
  }

  /// The plugin's id, so that the plugin of a class can be named.
  @Override
  public String getName() {
    return plugin;
  }

  /// The layer defined on this class loader; null for a plugin without a module descriptor.
  @Nullable ModuleLayer layer() {
    return layer;
  }

  void layer(ModuleLayer defined) {
    layer = defined;
  }

  /// Called by `Class.forName(Module, String)` and ServiceLoader; the inherited method returns null
  /// for a named module.
  @Override
  protected @Nullable Class<?> findClass(@Nullable String module, String name) {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try {
        return findClass(name);
      } catch (ClassNotFoundException none) {
        return null;
      }
    }
  }

  @Override
  protected @Nullable URL findResource(@Nullable String module, String name) {
    return findResource(name);
  }
}
