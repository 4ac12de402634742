package io.steward.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The public API is a promise. Changing it means changing `api.txt`, which a reviewer reads.
class PublicApiTest {

  private static final Path COMMITTED = Path.of("api.txt");

  @Test
  void equalsTheCommittedDescription() throws Exception {
    String now = describe();
    if (Boolean.getBoolean("steward.api.write")) {
      Files.writeString(COMMITTED, now);
    }
    assertThat(now)
        .as("run the tests of steward-api with -Dsteward.api.write=true, and read the diff")
        .isEqualTo(Files.readString(COMMITTED));
  }

  @Test
  void requiresOnlyJavaBase() {
    ModuleDescriptor module = MethodHandler.class.getModule().getDescriptor();
    assertThat(module.requires())
        .extracting(ModuleDescriptor.Requires::name)
        .containsExactly("java.base");
  }

  /// A method more would be one that no plugin has: it would have to have a body.
  @Test
  void requiresNoFurtherMethodsOfImplementations() {
    assertThat(asked(MethodHandler.class)).containsExactly("method");
    assertThat(asked(CommandHandler.class)).containsExactly("handle", "method");
    assertThat(asked(EventHandler.class)).containsExactly("handle", "method");
    assertThat(asked(Source.class)).containsExactly("method", "run");
  }

  private static List<String> asked(Class<?> type) {
    return Stream.of(type.getMethods())
        .filter(method -> Modifier.isAbstract(method.getModifiers()))
        .map(Method::getName)
        .sorted()
        .toList();
  }

  private static String describe() throws Exception {
    Path classes =
        Path.of(
                URI.create(
                    MethodHandler.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
            .resolve("io/steward/api");
    List<String> files;
    try (Stream<Path> all = Files.list(classes)) {
      files = all.map(Path::toString).filter(name -> name.endsWith(".class")).sorted().toList();
    }
    assertThat(files).hasSizeGreaterThan(25);
    StringWriter text = new StringWriter();
    ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
    for (String file : files) {
      StringWriter one = new StringWriter();
      javap.run(new PrintWriter(one), new PrintWriter(one), "-public", file);
      String described =
          one.toString()
              .lines()
              .filter(line -> !line.startsWith("Compiled from"))
              .reduce("", (a, b) -> a + b + "\n");
      if (described.startsWith("public ")) {
        text.append(described);
      }
    }
    return text.toString();
  }
}
