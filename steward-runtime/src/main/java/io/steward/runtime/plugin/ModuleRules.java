package io.steward.runtime.plugin;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.util.Set;

/// What a plugin's modules may be called and may require.
final class ModuleRules {

  /// What a plugin shares with the host, besides the JDK.
  private static final Set<String> SHARED = Set.of("io.steward.api", "org.slf4j");

  private static final Set<String> RESERVED = Set.of("io.steward.runtime", "io.steward.testkit");

  private ModuleRules() {}

  /// Another plugin may have the same; the node and its JDK may not.
  static void checkName(ModuleDescriptor module) throws RefusedJarException {
    String name = module.name();
    if (SHARED.contains(name) || RESERVED.contains(name)) {
      throw new RefusedJarException(
          "the module " + name + " in it has the name of one of the node's");
    }
    if (isJdkModule(name) || ModuleFinder.ofSystem().find(name).isPresent()) {
      throw new RefusedJarException(
          "the module " + name + " in it has the name of one of the JDK's");
    }
  }

  /// Otherwise a plugin would come to depend on what the host happens to be made of.
  static void checkRequires(ModuleDescriptor module, Set<String> bundled)
      throws RefusedJarException {
    for (ModuleDescriptor.Requires requires : module.requires()) {
      String name = requires.name();
      boolean fine =
          bundled.contains(name)
              || SHARED.contains(name)
              || isJdkModule(name)
              || requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC);
      if (!fine) {
        throw new RefusedJarException(
            "module "
                + module.name()
                + " requires "
                + name
                + ", which it neither brings in lib/ nor may take from the host");
      }
    }
  }

  private static boolean isJdkModule(String name) {
    return name.startsWith("java.") || name.startsWith("jdk.");
  }
}
