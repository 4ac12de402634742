package io.steward.runtime.plugin;

import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Links a plugin's modules: one layer per plugin, over the runtime's own.
final class Layers {

  /// What a plugin shares with the host, besides the JDK.
  private static final Set<String> SHARED = Set.of("io.steward.api", "org.slf4j");

  private Layers() {}

  /// Defines a plugin's layer on its class loader, unless its jar has no module descriptor.
  static void define(Path jar, List<Path> jars, LayerClassLoader loader) throws Refusal {
    try {
      Optional<ModuleReference> main = ModuleFinder.of(jar).findAll().stream().findFirst();
      if (main.isEmpty() || main.get().descriptor().isAutomatic()) {
        return;
      }
      ModuleFinder bundled = ModuleFinder.of(jars.toArray(Path[]::new));
      Set<String> names =
          bundled.findAll().stream()
              .map(reference -> reference.descriptor().name())
              .filter(name -> !SHARED.contains(name))
              .collect(Collectors.toSet());
      for (ModuleReference reference : bundled.findAll()) {
        check(reference.descriptor(), names);
      }
      link(bundled, names, loader);
    } catch (FindException | ResolutionException | LayerInstantiationException e) {
      throw new Refusal("its modules cannot be linked: " + e.getMessage(), e);
    }
  }

  /// Otherwise a plugin would come to depend on what the host happens to be made of.
  private static void check(ModuleDescriptor module, Set<String> bundled) throws Refusal {
    for (ModuleDescriptor.Requires requires : module.requires()) {
      String name = requires.name();
      boolean fine =
          bundled.contains(name)
              || SHARED.contains(name)
              || name.startsWith("java.")
              || name.startsWith("jdk.")
              || requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC);
      if (!fine) {
        throw new Refusal(
            "module "
                + module.name()
                + " requires "
                + name
                + ", which it neither brings in lib/ nor may take from the host");
      }
    }
  }

  @SuppressWarnings("restricted") // granting native access; a plugin is code the operator chose
  private static void link(ModuleFinder bundled, Set<String> names, LayerClassLoader loader) {
    Module runtime = Layers.class.getModule();
    ModuleLayer host = runtime.getLayer() == null ? ModuleLayer.boot() : runtime.getLayer();
    Configuration configuration =
        host.configuration().resolve(without(SHARED, bundled), ModuleFinder.of(), names);
    ModuleLayer.Controller controller =
        ModuleLayer.defineModules(configuration, List.of(host), name -> loader);
    for (Module module : controller.layer().modules()) {
      controller.enableNativeAccess(module);
      if (!module.getDescriptor().isAutomatic()) {
        // so that records are bound without an "opens" in every plugin
        module.getPackages().forEach(each -> controller.addOpens(module, each, runtime));
      }
    }
    loader.layer(controller.layer());
  }

  /// A copy of what is shared, bundled by mistake, is not seen.
  private static ModuleFinder without(Set<String> hidden, ModuleFinder finder) {
    return new ModuleFinder() {
      @Override
      public Optional<ModuleReference> find(String name) {
        return hidden.contains(name) ? Optional.empty() : finder.find(name);
      }

      @Override
      public Set<ModuleReference> findAll() {
        return finder.findAll().stream()
            .filter(reference -> !hidden.contains(reference.descriptor().name()))
            .collect(Collectors.toSet());
      }
    };
  }
}
