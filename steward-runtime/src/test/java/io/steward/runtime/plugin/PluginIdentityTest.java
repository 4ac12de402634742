package io.steward.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pf4j.DefaultVersionManager;

/// A module descriptor is enough to be a plugin; id and version come from whatever says them first:
/// the manifest, the Maven coordinates, the module.
class PluginIdentityTest {

  private static final String MODULE =
      """
      module org.example.NAME {
        requires io.steward.api;
        provides io.steward.api.MethodHandler with org.example.NAME.Knot;
      }
      """;
  private static final String HANDLER =
      """
      package org.example.NAME;
      import io.steward.api.*;
      public record Knot() implements CommandHandler<Knot.Arguments> {
        public record Arguments() {}
        public MethodName method() { return new MethodName("knot"); }
        public Reply handle(Arguments arguments, CommandContext context) {
          return Reply.succeeded("TEXT");
        }
      }
      """;

  @TempDir private Path temp = Path.of("");
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temp.resolve("plugins"));
  }

  /// A plugin whose manifest is silent.
  private JarForge knot(String module, String text) {
    return new JarForge(temp)
        .source("module-info.java", MODULE.replace("NAME", module))
        .source("Knot.java", HANDLER.replace("NAME", module).replace("TEXT", text));
  }

  private JarForge knot() {
    return knot("knot", "tied");
  }

  private PluginFolder open(TrustPolicy trust) throws IOException {
    return PluginFolder.open(folder, PluginPolicy.of(trust, Set.of()), temp.resolve("staging"));
  }

  private PluginFolder open() throws IOException {
    return open(new TrustPolicy.Any());
  }

  private void assertActive(String id, String version) throws IOException {
    try (PluginFolder plugins = open()) {
      assertThat(plugins.refused()).isEmpty();
      assertThat(plugins.plugins())
          .extracting(LoadedPlugin::id, LoadedPlugin::version)
          .containsExactly(org.assertj.core.groups.Tuple.tuple(id, version));
    }
  }

  private void assertRefused(String reason) throws IOException {
    try (PluginFolder plugins = open()) {
      assertThat(plugins.refused()).extracting(RefusedJar::reason).containsExactly(reason);
    }
  }

  @Test
  void aModuleDescriptorIsEnough() throws IOException {
    knot().compilerOptions("--module-version", "1.2.0").pack(folder.resolve("knot.jar"));
    assertActive("org.example.knot", "1.2.0");
  }

  @Test
  void mavenCoordinatesComeBeforeTheModule() throws IOException {
    knot()
        .compilerOptions("--module-version", "1.2.0")
        .coordinates("org.example", "rope", "2.0.0-SNAPSHOT")
        .pack(folder.resolve("knot.jar"));
    assertActive("rope", "2.0.0-SNAPSHOT");
  }

  @Test
  void theManifestComesBeforeAll() throws IOException {
    knot()
        .key("Plugin-Id", "bowline")
        .coordinates("org.example", "rope", "2.0.0")
        .pack(folder.resolve("knot.jar"));
    assertActive("bowline", "2.0.0");
  }

  @Test
  void aManifestThatSaysEverythingSettlesSeveralCoordinates() throws IOException {
    knot()
        .key("Plugin-Id", "bowline")
        .key("Plugin-Version", "3.0.0")
        .coordinates("org.example", "rope", "2.0.0")
        .coordinates("org.example", "shaded", "9.0.0")
        .pack(folder.resolve("knot.jar"));
    assertActive("bowline", "3.0.0");
  }

  @Test
  void aPluginWithoutADescriptorTakesItsIdFromItsCoordinates() throws IOException {
    new JarForge(temp)
        .source("Knot.java", HANDLER.replace("NAME", "knot"))
        .file(
            "META-INF/services/io.steward.api.MethodHandler",
            "org.example.knot.Knot".getBytes(StandardCharsets.UTF_8))
        .coordinates("org.example", "rope", "2.0.0")
        .key("Plugin-Requires", "1.x")
        .pack(folder.resolve("knot.jar"));
    assertActive("rope", "2.0.0");
  }

  @Test
  void aJarWithoutAVersionIsToldWhatToAdd() throws IOException {
    knot().pack(folder.resolve("knot.jar"));
    assertRefused("nothing in it says its version: add Plugin-Version to its manifest");
  }

  @Test
  void aJarWithoutAnIdIsToldWhatToAdd() throws IOException {
    new JarForge(temp)
        .source("Knot.java", HANDLER.replace("NAME", "knot"))
        .file(
            "META-INF/services/io.steward.api.MethodHandler",
            "org.example.knot.Knot".getBytes(StandardCharsets.UTF_8))
        .key("Plugin-Version", "1.0.0")
        .pack(folder.resolve("knot.jar"));
    assertRefused(
        "nothing in it says its id: add Plugin-Id to its manifest, or a module descriptor");
  }

  @Test
  void aJarThatDoesNotSayWhichApiItNeedsIsToldWhatToAdd() throws IOException {
    new JarForge(temp)
        .source("Knot.java", HANDLER.replace("NAME", "knot"))
        .file(
            "META-INF/services/io.steward.api.MethodHandler",
            "org.example.knot.Knot".getBytes(StandardCharsets.UTF_8))
        .coordinates("org.example", "rope", "2.0.0")
        .pack(folder.resolve("knot.jar"));
    assertRefused(
        "nothing in it says which version of the API it requires: add Plugin-Requires to its"
            + " manifest, such as 1.x, or compile a module descriptor that requires"
            + " io.steward.api");
  }

  @Test
  void aLibraryIsNoPlugin() throws IOException {
    new JarForge(temp)
        .source("Some.java", "package org.example.some; public class Some {}")
        .coordinates("org.example", "some", "2.5")
        .pack(folder.resolve("some.jar"));
    assertRefused(
        "it provides no method, so it is not a plugin: add \"provides"
            + " io.steward.api.MethodHandler with ...\" to its module descriptor");
  }

  @ParameterizedTest
  @CsvSource({
    "1.4.0, true",
    "1.4.9-SNAPSHOT, true",
    "1.0.0, true",
    "1.3, true",
    "1.5.0, false",
    "2.0.0, false",
    "0.9.0, false"
  })
  void requiresTheMajorVersionAndAtLeastTheMinorItWasCompiledAgainst(
      String compiledAgainst, boolean fits) {
    PluginIdentity identity =
        new PluginIdentity(
            new PluginIdentity.Claim("knot", "Plugin-Id"),
            new PluginIdentity.Claim("1.0.0", "Plugin-Version"),
            "",
            Optional.of(compiledAgainst),
            "",
            Optional.empty(),
            true);
    IdentityCheck check = new IdentityCheck(identity, new DefaultVersionManager(), "1.4.2");
    Optional<String> refusal = Optional.empty();
    try {
      check.check();
    } catch (RefusedJarException e) {
      refusal = Optional.of(String.valueOf(e.getMessage()));
    }
    assertThat(refusal)
        .isEqualTo(
            fits
                ? Optional.empty()
                : Optional.of(
                    "it was compiled against version "
                        + compiledAgainst
                        + " of the API; this is 1.4.2"));
  }

  private void pack(String module, String text, String version, String file) {
    knot(module, text).coordinates("org.example", "knot", version).pack(folder.resolve(file));
  }

  private static List<String> refusals(PluginFolder plugins) {
    return plugins.refused().stream()
        .map(jar -> jar.jar().getFileName() + ": " + jar.reason())
        .toList();
  }

  @Test
  void twoPluginsThatClaimOneIdAreRefused() throws IOException {
    pack("knot", "tied", "1.0.0", "a.jar");
    pack("knot2", "tied", "2.0.0", "b.jar");
    try (PluginFolder plugins = open()) {
      assertThat(plugins.plugins()).isEmpty();
      assertThat(refusals(plugins))
          .containsExactly(
              "a.jar: b.jar claims its id knot, too, but is another plugin: module"
                  + " org.example.knot2, not org.example.knot; remove one, or give it a Plugin-Id"
                  + " of its own",
              "b.jar: a.jar claims its id knot, too, but is another plugin: module"
                  + " org.example.knot, not org.example.knot2; remove one, or give it a Plugin-Id"
                  + " of its own");
    }
  }

  @Test
  void twoBuildsOfOneVersionAreRefused() throws IOException {
    pack("knot", "tied", "1.0.0", "a.jar");
    pack("knot", "loose", "1.0.0", "b.jar");
    pack("knot", "old", "0.9.0", "c.jar");
    try (PluginFolder plugins = open()) {
      assertThat(plugins.plugins()).isEmpty();
      assertThat(refusals(plugins))
          .containsExactly(
              "a.jar: b.jar is version 1.0.0 of knot, too, with other content; remove one of them",
              "b.jar: a.jar is version 1.0.0 of knot, too, with other content; remove one of them",
              "c.jar: a.jar has version 1.0.0 of knot");
      Files.delete(folder.resolve("b.jar"));
      assertThat(plugins.scan()).containsExactly(new FolderChange.Added("knot"));
      assertThat(plugins.add("knot")).isTrue();
      assertThat(refusals(plugins)).containsExactly("c.jar: a.jar has version 1.0.0 of knot");
    }
  }

  @Test
  void twoCopiesOfOneBuildAreOnePlugin() throws IOException {
    pack("knot", "tied", "1.0.0", "a.jar");
    Files.copy(folder.resolve("a.jar"), folder.resolve("b.jar"));
    try (PluginFolder plugins = open()) {
      assertThat(plugins.plugins()).hasSize(1);
      assertThat(refusals(plugins)).containsExactly("b.jar: a.jar has version 1.0.0 of knot");
    }
  }

  @Test
  void anActivePluginStaysActiveWhileAnotherJarClaimsItsId() throws IOException {
    pack("knot", "tied", "1.0.0", "a.jar");
    try (PluginFolder plugins = open()) {
      pack("knot2", "tied", "2.0.0", "b.jar");
      assertThat(plugins.scan()).isEmpty();
      assertThat(plugins.plugins()).extracting(LoadedPlugin::version).containsExactly("1.0.0");
      assertThat(plugins.refused()).hasSize(2);
      pack("knot", "tied", "3.0.0", "b.jar");
      assertThat(plugins.scan()).containsExactly(new FolderChange.Replaced("knot"));
    }
  }

  @Test
  void anUntrustedJarClaimsNothing() throws IOException {
    pack("knot", "tied", "1.0.0", "a.jar");
    String sha256 = PluginFolderContents.of(folder).items().getFirst().sha256();
    pack("knot2", "tied", "2.0.0", "b.jar");
    try (PluginFolder plugins = open(new TrustPolicy.Pinned(Map.of("a.jar", sha256)))) {
      assertThat(plugins.plugins()).extracting(LoadedPlugin::version).containsExactly("1.0.0");
    }
  }
}
