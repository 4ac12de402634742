package io.steward.runtime.plugin;

import io.steward.api.MethodHandler;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
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

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int MAX_VERSION_LENGTH = 100;

  private final Map<Path, LoadRequest> loadRequests = new ConcurrentHashMap<>();

  /// A staged jar that is about to be loaded.
  ///
  /// @param nativeAccess whether it may call native code
  private record LoadRequest(StagedJar copy, boolean nativeAccess) {}

  StewardPluginManager(Path folder) {
    super(folder);
    // the default, 0.0.0, would disable the check of Plugin-Requires
    setSystemVersion(apiVersion());
    setResolveRecoveryStrategy(ResolveRecoveryStrategy.IGNORE_PLUGIN_AND_CONTINUE);
  }

  /// The version of the API against which Plugin-Requires is checked.
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
    String id = jar.attribute("Plugin-Id");
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

  /// Checks the manifest before PF4J does, where one bad version would stop all other plugins.
  void check(StagedJar jar) throws RefusedJarException {
    if (jar.attribute("Plugin-Id").isEmpty()) {
      throw new RefusedJarException("its manifest has no Plugin-Id, so it is not a plugin");
    }
    String id = jar.attribute("Plugin-Id");
    if (!ID.matcher(id).matches()) {
      throw new RefusedJarException(
          "Plugin-Id \""
              + truncated(id)
              + "\" is not valid: use at most 64 letters, digits, dots, dashes and underscores");
    }
    if (!jar.attribute("Plugin-Dependencies").isEmpty()) {
      throw new RefusedJarException(
          "it has Plugin-Dependencies, but plugins share nothing; put dependencies into its lib/");
    }
    String version = truncated(jar.attribute("Plugin-Version"));
    try {
      getVersionManager().compareVersions(version, "1.0.0");
    } catch (RuntimeException e) {
      throw new RefusedJarException(
          "Plugin-Version \"" + version + "\" is not a version such as 1.0.0 (semver.org)", e);
    }
    String requires = truncated(jar.attribute("Plugin-Requires"));
    if (requires.isEmpty() || requires.matches("\\d+\\.\\d+\\.\\d+.*")) {
      throw new RefusedJarException(
          "Plugin-Requires is \"" + requires + "\"; give a range of API versions such as 1.x");
    }
    boolean fits;
    try {
      fits = getVersionManager().checkVersionConstraint(getSystemVersion(), requires);
    } catch (RuntimeException e) {
      throw new RefusedJarException(
          "Plugin-Requires \"" + requires + "\" is not a range such as 1.x", e);
    }
    if (!fits) {
      throw new RefusedJarException(
          "it requires version " + requires + " of the API; this is " + getSystemVersion());
    }
  }

  /// Truncates a text that is too long to be a version: parsing it could take very long.
  private static String truncated(String text) {
    return text.length() > MAX_VERSION_LENGTH ? text.substring(0, MAX_VERSION_LENGTH) + "…" : text;
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
        LoadRequest loadRequest = loadRequests.get(path);
        if (loadRequest == null) {
          throw new PluginRuntimeException("{} was not staged", path);
        }
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
    return new org.pf4j.ManifestPluginDescriptorFinder();
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
