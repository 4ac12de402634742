package io.steward.runtime.plugin;

import io.steward.api.MethodHandler;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.DefaultPluginManager;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginStatusProvider;

/// PF4J's plugin manager with steward's way of loading plugins. For use by one thread.
final class StewardPluginManager extends DefaultPluginManager {

  private final Map<Path, LoadRequest> loadRequests = new ConcurrentHashMap<>();

  /// A staged jar that is about to be loaded.
  ///
  /// @param nativeAccess whether it may call native code
  private record LoadRequest(StagedJar copy, boolean nativeAccess) {}

  StewardPluginManager(Path folder) {
    super(folder);
    // the default, 0.0.0, would disable PF4J's version rules
    setSystemVersion(apiVersion());
    setResolveRecoveryStrategy(ResolveRecoveryStrategy.IGNORE_PLUGIN_AND_CONTINUE);
  }

  /// The version of the API, which must fit what plugins require.
  static String apiVersion() {
    String version =
        Optional.ofNullable(MethodHandler.class.getModule().getDescriptor())
            .flatMap(ModuleDescriptor::rawVersion)
            .orElse("1.0.0");
    int qualifier = version.indexOf('-');
    return qualifier < 0 ? version : version.substring(0, qualifier);
  }

  /// Loads a staged jar, and starts it in terms of PF4J.
  ///
  /// @param nativeAccess whether it may call native code
  LayerClassLoader load(StagedJar jar, boolean nativeAccess) throws RefusedJarException {
    check(jar);
    loadRequests.put(jar.jar(), new LoadRequest(jar, nativeAccess));
    String id = jar.id();
    try {
      loadPlugin(jar.jar());
      startPlugin(id);
      return (LayerClassLoader) getPluginClassLoader(id);
    } catch (RuntimeException | LinkageError e) {
      throw new RefusedJarException(reason(e), e);
    } finally {
      loadRequests.remove(jar.jar());
    }
  }

  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof RefusedJarException)) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /// Checks a jar's identity before PF4J does, where one bad version would stop all other plugins.
  void check(StagedJar jar) throws RefusedJarException {
    new IdentityCheck(jar.identity(), getVersionManager(), getSystemVersion()).check();
  }

  /// Unloads a plugin, which closes its class loader.
  void unload(String id) {
    if (getPlugin(id) != null) {
      unloadPlugin(id);
    }
  }

  @Override
  protected PluginLoader createPluginLoader() {
    return new PluginLoader() {
      @Override
      public boolean isApplicable(Path path) {
        return true;
      }

      @Override
      public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
        LoadRequest loadRequest = loadRequest(path);
        LayerClassLoader loader = new LayerClassLoader(StewardPluginManager.this, descriptor);
        loadRequest.copy().jars().forEach(each -> loader.addFile(each.toFile()));
        try {
          ModuleLayers.define(loadRequest.copy(), loadRequest.nativeAccess(), loader);
          return loader;
        } catch (RefusedJarException e) {
          close(loader);
          throw new PluginRuntimeException(e);
        }
      }
    };
  }

  private LoadRequest loadRequest(Path path) {
    LoadRequest loadRequest = loadRequests.get(path);
    if (loadRequest == null) {
      throw new PluginRuntimeException("{} was not staged", path);
    }
    return loadRequest;
  }

  private static void close(LayerClassLoader loader) {
    try {
      loader.close();
    } catch (java.io.IOException e) {
      // the jar is refused anyway
    }
  }

  @Override
  protected PluginFactory createPluginFactory() {
    return wrapper -> new Plugin() {};
  }

  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new PluginDescriptorFinder() {
      @Override
      public boolean isApplicable(Path path) {
        return true;
      }

      @Override
      public PluginDescriptor find(Path path) {
        StagedJar jar = loadRequest(path).copy();
        // all this was checked, so PF4J has nothing to read or to check
        return new DefaultPluginDescriptor(
            jar.id(),
            jar.identity().description(),
            Plugin.class.getName(),
            jar.version(),
            "*",
            "",
            "");
      }
    };
  }

  /// PF4J's own provider keeps lists in the folder; here the configuration decides which plugins
  /// are active.
  @Override
  protected PluginStatusProvider createPluginStatusProvider() {
    return new PluginStatusProvider() {
      @Override
      public boolean isPluginDisabled(String id) {
        return false;
      }

      @Override
      public void disablePlugin(String id) {}

      @Override
      public void enablePlugin(String id) {}
    };
  }
}
