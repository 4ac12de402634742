package io.steward.runtime.plugin;

import io.steward.api.MethodHandler;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// The parent class loader of plugins: shows the API, SLF4J and the JDK.
///
/// The platform class loader alone cannot be the parent: it delegates packages of the boot layer to
/// the application class loader, including those of the runtime.
final class ApiOnlyClassLoader extends ClassLoader {

  ApiOnlyClassLoader() {
    super("steward plugin parent", null);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // class loaders have no other equality
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("io.steward.api.")) {
      return load(MethodHandler.class.getClassLoader(), name);
    }
    if (name.startsWith("org.slf4j.")) {
      return load(LoggerFactory.class.getClassLoader(), name);
    }
    Class<?> found = load(ClassLoader.getPlatformClassLoader(), name);
    if (found.getClassLoader() == ClassLoader.getSystemClassLoader()) {
      throw new ClassNotFoundException(name);
    }
    return found;
  }

  private static Class<?> load(@Nullable ClassLoader loader, String name)
      throws ClassNotFoundException {
    return Class.forName(name, false, loader);
  }

  @Override
  public @Nullable URL getResource(String name) {
    return null; // neither the JDK's nor the host's: a plugin must bring its own resources
  }

  @Override
  public Enumeration<URL> getResources(String name) {
    return Collections.emptyEnumeration();
  }
}
