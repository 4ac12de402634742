package io.steward.runtime.plugin;

import java.net.URL;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/// The class loader of one plugin, for all modules of its layer. Closing it frees its jars at once,
/// which the JDK's own loaders for layers do not.
final class LayerClassLoader extends PluginClassLoader {

  private final String plugin;
  private @Nullable ModuleLayer layer;

  LayerClassLoader(PluginManager keeper, PluginDescriptor descriptor) {
    super(keeper, descriptor, new ApiOnlyClassLoader());
    this.plugin = descriptor.getPluginId();
  }

  /// The plugin's id, for whoever has to say which plugin a class is of.
  @Override
  public String getName() {
    return plugin;
  }

  /// The layer that was defined on it; none for a plugin without a module descriptor.
  @Nullable ModuleLayer layer() {
    return layer;
  }

  void layer(ModuleLayer defined) {
    layer = defined;
  }

  /// What `Class.forName(Module, String)` and ServiceLoader ask for; the inherited one answers null
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
