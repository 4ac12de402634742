package io.steward.distribution.faults.stop;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `-javaagent:JAR=MARKER=POINT`: the program dies at a point, and leaves a marker file. If the
/// point is not in the code, the program ends at once with {@link #NO_SUCH_POINT}, so that a
/// renamed method cannot turn a test into one that never fails.
public final class StopAgent {

  /// The exit status when the point does not exist.
  public static final int NO_SUCH_POINT = 99;

  private static final String MODULE = "io.steward.runtime";

  private StopAgent() {}

  /// Called by the JVM before the program's main method.
  public static void premain(String options, Instrumentation instrumentation) {
    try {
      List<String> parts = List.of(options.split("=", 2));
      Point point = Point.parse(parts.getLast());
      // also checks that the point exists, long before its class is loaded
      byte[] woven = new Weave(point).into(original(point), ClassLoader.getSystemClassLoader());
      Stop.arm(point, Path.of(parts.getFirst()));
      instrumentation.addTransformer(new Replace(point.type().replace('.', '/'), woven));
    } catch (IOException | RuntimeException e) {
      System.err.println("no such point: " + options + ": " + e);
      Runtime.getRuntime().halt(NO_SUCH_POINT);
    }
  }

  private static byte[] original(Point point) throws IOException {
    Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
    String file = point.type().replace('.', '/') + ".class";
    try (InputStream in = module.isEmpty() ? null : module.get().getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(MODULE + " has no class " + point.type());
      }
      return in.readAllBytes();
    }
  }

  /// Replaces the bytes of a class when it is loaded.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Replace(String name, byte[] woven) implements ClassFileTransformer {
    @Override
    public byte @Nullable [] transform(
        Module module,
        @Nullable ClassLoader loader,
        String className,
        @Nullable Class<?> redefined,
        ProtectionDomain domain,
        byte[] bytes) {
      return name.equals(className) ? woven : null;
    }
  }
}
