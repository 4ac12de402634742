package io.steward.runtime.plugin;

import io.steward.api.MethodHandler;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// What a plugin sees above its own classes: the API, SLF4J and the JDK.
///
/// The platform's own loader would not do: it hands packages of the boot layer on to the
/// application's loader, the runtime's among them.
final class ApiOnlyClassLoader extends ClassLoader {

  ApiOnlyClassLoader() {
    super("steward plugin parent", null);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // loaders have no other
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
    return null; // neither the JDK's nor the host's: what a plugin reads, it brings
  }

  @Override
  public Enumeration<URL> getResources(String name) {
    return Collections.emptyEnumeration();
  }
}
