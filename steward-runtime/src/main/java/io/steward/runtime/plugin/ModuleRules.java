package io.steward.runtime.plugin;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.util.Set;

/// The rules for the names and requirements of a plugin's modules.
final class ModuleRules {

  /// Modules that plugins share with the host, besides the JDK.
  private static final Set<String> SHARED = Set.of("io.steward.api", "org.slf4j");

  private static final Set<String> RESERVED = Set.of("io.steward.runtime", "io.steward.testkit");

  private ModuleRules() {}

  /// A module may have the same name as one of another plugin, but not as one of the node or its
  /// JDK.
  static void checkName(ModuleDescriptor module) throws RefusedJarException {
    String name = module.name();
    if (SHARED.contains(name) || RESERVED.contains(name)) {
      throw new RefusedJarException("its module " + name + " has the name of a module of the node");
    }
    if (isJdkModule(name) || ModuleFinder.ofSystem().find(name).isPresent()) {
      throw new RefusedJarException("its module " + name + " has the name of a module of the JDK");
    }
  }

  /// Otherwise plugins would come to depend on implementation details of the host.
  static void checkRequires(ModuleDescriptor module, Set<String> bundled)
      throws RefusedJarException {
    for (ModuleDescriptor.Requires requires : module.requires()) {
      String name = requires.name();
      boolean allowed =
          bundled.contains(name)
              || SHARED.contains(name)
              || isJdkModule(name)
              || requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC);
      if (!allowed) {
        throw new RefusedJarException(
            "module "
                + module.name()
                + " requires "
                + name
                + ", which is neither in its lib/ nor available from the host");
      }
    }
  }

  private static boolean isJdkModule(String name) {
    return name.startsWith("java.") || name.startsWith("jdk.");
  }
}
