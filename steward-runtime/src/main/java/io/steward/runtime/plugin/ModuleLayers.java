package io.steward.runtime.plugin;

import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Links a plugin's modules in a layer of its own above the runtime's, so that two plugins may
/// contain modules and packages of the same name.
final class ModuleLayers {

  private ModuleLayers() {}

  /// Defines a plugin's layer on its class loader, unless its jar has no module descriptor.
  ///
  /// @param nativeAccess whether its modules may call native code
  static void define(StagedJar plugin, boolean nativeAccess, LayerClassLoader loader)
      throws RefusedJarException {
    if (!plugin.modular()) {
      return;
    }
    Map<String, Path> jarsByModule = new HashMap<>();
    try {
      for (Path jar : plugin.jars()) {
        ModuleReference reference = ModuleFinder.of(jar).findAll().iterator().next();
        ModuleRules.checkName(reference.descriptor());
        Path other = jarsByModule.put(reference.descriptor().name(), jar);
        if (other != null) {
          throw new RefusedJarException(
              other.getFileName()
                  + " and "
                  + jar.getFileName()
                  + " in it both contain the module "
                  + reference.descriptor().name()
                  + "; leave one out");
        }
      }
      ModuleFinder bundled = ModuleFinder.of(plugin.jars().toArray(Path[]::new));
      for (ModuleReference reference : bundled.findAll()) {
        ModuleRules.checkRequires(reference.descriptor(), jarsByModule.keySet());
      }
      link(bundled, jarsByModule.keySet(), nativeAccess, loader);
    } catch (FindException | ResolutionException | LayerInstantiationException e) {
      throw new RefusedJarException("its modules cannot be linked: " + reason(plugin, e), e);
    }
  }

  /// The message of the root cause, without the path of the staged copy.
  private static String reason(StagedJar plugin, Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).replace(plugin.folder() + "/", "");
  }

  @SuppressWarnings("restricted") // grants native access where the operator allowed it
  private static void link(
      ModuleFinder bundled, Set<String> names, boolean nativeAccess, LayerClassLoader loader) {
    Module runtime = ModuleLayers.class.getModule();
    ModuleLayer host = runtime.getLayer() == null ? ModuleLayer.boot() : runtime.getLayer();
    Configuration configuration = host.configuration().resolve(bundled, ModuleFinder.of(), names);
    ModuleLayer.Controller controller =
        ModuleLayer.defineModules(configuration, List.of(host), name -> loader);
    for (Module module : controller.layer().modules()) {
      if (nativeAccess) {
        controller.enableNativeAccess(module);
      }
      if (!module.getDescriptor().isAutomatic()) {
        // so that records can be bound without an "opens" in every plugin
        module.getPackages().forEach(each -> controller.addOpens(module, each, runtime));
      }
    }
    loader.layer(controller.layer());
  }
}
