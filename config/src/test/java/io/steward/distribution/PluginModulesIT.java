package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The plugins of this tree use nothing that a plugin from elsewhere cannot.
class PluginModulesIT {

  private static final Path PLUGINS = Installation.ROOT.resolve("plugins");
  private static final Set<String> PROVIDED = Set.of("io.steward.api", "org.slf4j");
  private static final String DURABLE = "io.steward.durable";
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<groupId>io\\.steward</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*"
              + "(?:<version>[^<]*</version>\\s*)?(?:<scope>([^<]+)</scope>)?");

  @TempDir private Path folder = Path.of("");

  private static ModuleDescriptor descriptor(Path jar) {
    return ModuleFinder.of(jar).findAll().stream()
        .map(ModuleReference::descriptor)
        .findFirst()
        .orElseThrow();
  }

  /// The names of the modules of a plugin's libraries.
  private Set<String> bundled(Path plugin) throws IOException {
    Path libraries = Files.createDirectories(folder.resolve(plugin.getFileName()));
    try (JarFile jar = new JarFile(plugin.toFile())) {
      for (var entry : jar.stream().filter(each -> each.getName().endsWith(".jar")).toList()) {
        try (InputStream in = jar.getInputStream(entry)) {
          Files.copy(in, libraries.resolve(Path.of(entry.getName()).getFileName()));
        }
      }
    }
    return ModuleFinder.of(libraries).findAll().stream()
        .map(each -> each.descriptor().name())
        .collect(Collectors.toSet());
  }

  private static boolean isOfTheJdk(String module) {
    return ModuleFinder.ofSystem().find(module).isPresent();
  }

  @Test
  void requireOnlyWhatAnyPluginCanHave() throws IOException {
    List<Path> jars;
    try (Stream<Path> all = Files.list(Installation.HOME.resolve("plugins"))) {
      jars = all.filter(each -> each.toString().endsWith(".jar")).toList();
    }
    assertThat(jars).hasSizeGreaterThanOrEqualTo(8);
    for (Path jar : jars) {
      Set<String> bundled = bundled(jar);
      Set<String> required = new TreeSet<>();
      for (ModuleDescriptor.Requires each : descriptor(jar).requires()) {
        if (!each.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC)) {
          required.add(each.name());
        }
      }
      assertThat(required)
          .as(jar.toString())
          .allMatch(name -> PROVIDED.contains(name) || bundled.contains(name) || isOfTheJdk(name));
      assertThat(bundled)
          .as(jar.toString())
          .allMatch(name -> name.equals(DURABLE) || !name.startsWith("io.steward."));
    }
  }

  @Test
  void dependOnlyOnWhatIsInstalledForOthers() throws IOException {
    Set<String> dependencies = new TreeSet<>();
    try (Stream<Path> all = Files.walk(PLUGINS, 2)) {
      for (Path pom : all.filter(each -> each.endsWith("pom.xml")).toList()) {
        String text = Files.readString(pom).replaceFirst("(?s)<parent>.*?</parent>", "");
        for (MatchResult each : DEPENDENCY.matcher(text).results().toList()) {
          dependencies.add(each.group(1) + " " + each.group(2));
        }
      }
    }
    assertThat(dependencies)
        .containsExactly("steward-api provided", "steward-durable null", "steward-testkit test");
  }

  @Test
  void theLibraryIsOpenToAll() {
    String version = System.getProperty("steward.version");
    ModuleDescriptor durable =
        descriptor(PLUGINS.resolve("durable/target/steward-durable-" + version + ".jar"));
    assertThat(durable.exports())
        .singleElement()
        .matches(each -> each.source().equals(DURABLE) && !each.isQualified());
    assertThat(durable.requires())
        .filteredOn(each -> !each.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
        .extracting(ModuleDescriptor.Requires::name)
        .containsExactly("java.base");
  }
}
