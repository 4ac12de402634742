package io.steward.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose code may run.
class TrustPolicyTest {

  private static final String SOURCE =
      """
      package org.example.safe;
      import io.steward.api.*;
      public record Safe() implements CommandHandler<Safe.Arguments> {
        public record Arguments() {}
        public MethodName method() { return new MethodName("safe"); }
        public Reply handle(Arguments arguments, CommandContext context) {
          return Reply.succeeded("VERSION");
        }
      }
      """;
  private static final String MODULE =
      """
      module org.example.safe {
        requires io.steward.api;
        provides io.steward.api.MethodHandler with org.example.safe.Safe;
      }
      """;
  private static final String OTHER = "0".repeat(64);

  @TempDir private static Path temp = Path.of("");
  private static Signer fleet = new Signer(temp);
  private static Signer stranger = new Signer(temp);
  private Path folder = Path.of("");

  @BeforeAll
  static void makeKeys() throws IOException {
    Files.createDirectory(temp.resolve("staging"));
    fleet = Signer.of(temp, "fleet");
    stranger = Signer.of(temp, "stranger");
  }

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory(temp, "plugins");
  }

  private static Path forge(String version) throws IOException {
    return JarForge.plugin(temp, "safe", version)
        .source("module-info.java", MODULE)
        .source("Safe.java", SOURCE.replace("VERSION", version))
        .pack(Files.createTempFile(temp, "safe", ".jar"));
  }

  private Path drop(Path jar) throws IOException {
    return Files.move(jar, folder.resolve("safe.jar"), StandardCopyOption.REPLACE_EXISTING);
  }

  private PluginFolder open(TrustPolicy trust) throws IOException {
    return PluginFolder.open(
        folder, PluginPolicy.of(trust, Set.of()), temp.resolve("staging"), Duration.ofSeconds(10));
  }

  private static TrustPolicy signed(Signer... signers) {
    return new TrustPolicy.Signed(List.of(signers).stream().map(Signer::certificate).toList());
  }

  private static TrustPolicy pinned(String name, String sha256) {
    return new TrustPolicy.Pinned(Map.of(name, sha256));
  }

  private static String sha256(Path jar) throws IOException {
    Path alone = Files.createTempDirectory(temp, "alone");
    Files.copy(jar, alone.resolve(jar.getFileName()));
    try (PluginFolder plugins =
        PluginFolder.open(
            alone, PluginPolicy.ANY, temp.resolve("staging"), Duration.ofSeconds(10))) {
      return plugins.plugins().getFirst().sha256();
    }
  }

  private void assertRefused(TrustPolicy trust, String... reason) throws IOException {
    try (PluginFolder plugins = open(trust)) {
      assertThat(plugins.plugins()).isEmpty();
      assertThat(plugins.refused())
          .singleElement()
          .satisfies(jar -> assertThat(jar.reason()).contains(reason));
    }
  }

  private void assertServes(TrustPolicy trust) throws IOException {
    try (PluginFolder plugins = open(trust)) {
      assertThat(plugins.refused()).isEmpty();
      assertThat(plugins.plugins()).hasSize(1);
    }
  }

  @Test
  void aJarThatMatchesItsPinIsActive() throws IOException {
    String pin = sha256(drop(forge("1.0.0")));
    assertServes(pinned("safe", pin));
    assertServes(pinned("safe.jar", pin.toUpperCase(java.util.Locale.ROOT)));
  }

  @Test
  void aJarWithoutAMatchingPinIsRefusedWithTheLineThatWouldTrustIt() throws IOException {
    String pin = sha256(drop(forge("1.0.0")));
    assertRefused(pinned("other", pin), "plugins.pins has no pin for it", "safe: " + pin);
    assertRefused(
        pinned("safe", OTHER), "it does not match its pin in plugins.pins", "safe: " + pin);
    assertRefused(pinned("safe.jar", OTHER), "it does not match its pin in plugins.pins");
  }

  @Test
  void anUntrustedReplacementLeavesTheOldVersionActive() throws IOException {
    String pin = sha256(drop(forge("1.0.0")));
    try (PluginFolder plugins = open(pinned("safe", pin))) {
      drop(forge("1.1.0"));
      assertThat(plugins.scan()).isEmpty();
      assertThat(plugins.plugins()).extracting(LoadedPlugin::version).containsExactly("1.0.0");
      assertThat(plugins.refused())
          .extracting(RefusedJar::reason)
          .allMatch(reason -> reason.startsWith("it does not match its pin in plugins.pins"));
    }
  }

  @Test
  void anotherPolicyRemovesAPluginAndBringsItBack() throws IOException {
    String pin = sha256(drop(forge("1.0.0")));
    try (PluginFolder plugins = open(new TrustPolicy.Any())) {
      PluginPolicy other = PluginPolicy.of(pinned("safe", OTHER), Set.of());
      assertThat(plugins.rejectedBy(other)).extracting(LoadedPlugin::id).containsExactly("safe");
      plugins.applyPolicy(other);
      assertThat(plugins.scan()).containsExactly(new FolderChange.Removed("safe"));
      plugins.unload("safe");
      assertThat(plugins.refused()).hasSize(1);
      plugins.applyPolicy(PluginPolicy.of(pinned("safe", pin), Set.of()));
      assertThat(plugins.scan()).containsExactly(new FolderChange.Added("safe"));
      assertThat(plugins.add("safe")).isTrue();
    }
  }

  @Test
  void changedNativeAccessReloadsAPlugin() throws IOException {
    drop(forge("1.0.0"));
    try (PluginFolder plugins = open(new TrustPolicy.Any())) {
      assertThat(plugins.plugins().getFirst().nativeAccess()).isFalse();
      plugins.applyPolicy(PluginPolicy.of(new TrustPolicy.Any(), Set.of("safe")));
      assertThat(plugins.scan()).containsExactly(new FolderChange.Replaced("safe"));
      assertThat(plugins.replace("safe")).isTrue();
      plugins.commitReplacement("safe");
      assertThat(plugins.plugins().getFirst().nativeAccess()).isTrue();
      assertThat(plugins.scan()).isEmpty();
    }
  }

  @Test
  void aJarSignedByAListedSignerIsActive() throws IOException {
    fleet.sign(drop(forge("1.0.0")));
    assertServes(signed(fleet));
    assertServes(signed(stranger, fleet));
    try (PluginFolder plugins = open(new TrustPolicy.Any())) {
      assertThat(plugins.plugins().getFirst().signature().completeSigners())
          .containsExactly(fleet.certificate());
    }
  }

  @Test
  void anUnsignedJarIsRefused() throws IOException {
    drop(forge("1.0.0"));
    assertRefused(signed(fleet), "it is not signed");
  }

  @Test
  void aJarSignedByAnUnlistedSignerIsRefused() throws IOException {
    stranger.sign(drop(forge("1.0.0")));
    assertRefused(signed(fleet), "it is signed by CN=stranger, whose certificate");
  }

  @Test
  void oneListedSignerOfTwoIsEnough() throws IOException {
    Path jar = drop(forge("1.0.0"));
    fleet.sign(jar);
    stranger.sign(jar);
    assertServes(signed(fleet));
    assertServes(signed(stranger));
  }

  @Test
  void aChangedJarIsRefusedByEveryPolicy() throws IOException {
    Path jar = fleet.sign(drop(forge("1.0.0")));
    RawZip zip = RawZip.of(jar);
    RawZip.Entry changed = zip.named("org/example/safe/Safe.class");
    byte[] evil = bytesOf(jar, "org/example/safe/Safe.class");
    evil[evil.length - 1]++;
    zip.entries.remove(changed);
    zip.add("org/example/safe/Safe.class", evil);
    zip.write(jar);
    assertRefused(signed(fleet), "it was changed after it was signed", "Safe.class");
    assertRefused(new TrustPolicy.Any(), "it was changed after it was signed");
  }

  @Test
  void aChangedManifestIsRefusedHoweverItWasSigned() throws IOException {
    for (String[] how : List.of(new String[0], new String[] {"-sectionsonly"})) {
      Path jar = fleet.sign(drop(forge("1.0.0")), how);
      assertServes(signed(fleet));
      RawZip zip = RawZip.of(jar);
      String name = "META-INF/MANIFEST.MF";
      String text =
          new String(bytesOf(jar, name), StandardCharsets.UTF_8).replace("1.0.0", "9.0.0");
      zip.entries.remove(zip.named(name));
      zip.entries.addFirst(new RawZip().add(name, text.getBytes(StandardCharsets.UTF_8)));
      zip.write(jar);
      assertRefused(signed(fleet), "it was changed after it was signed");
    }
  }

  @Test
  void entriesAddedAfterSigningAreRefused() throws IOException {
    Path jar = fleet.sign(drop(forge("1.0.0")));
    RawZip zip = RawZip.of(jar);
    zip.add("META-INF/services/evil", new byte[] {'x'});
    zip.write(jar);
    assertRefused(signed(fleet), "\"META-INF/services/evil\" is not signed");
    assertServes(new TrustPolicy.Any());
  }

  @Test
  void aListedSignerMustHaveSignedAllOfIt() throws IOException {
    Path jar = fleet.sign(drop(forge("1.0.0")));
    RawZip zip = RawZip.of(jar);
    zip.add("org/example/safe/more.txt", new byte[] {'x'});
    zip.write(jar);
    stranger.sign(jar);
    assertRefused(signed(fleet), "it is signed by CN=stranger, whose certificate");
    assertServes(signed(stranger));
  }

  @Test
  void aCertificateIsValidAsLongAsItIsListed() throws IOException {
    Signer old = Signer.of(temp, "old", "-startdate", "-20d", "-validity", "10");
    old.sign(drop(forge("1.0.0")));
    assertServes(signed(old));
    assertRefused(signed(fleet), "it is signed by CN=old");
  }

  private static byte[] bytesOf(Path jar, String name) throws IOException {
    try (java.util.jar.JarFile file = new java.util.jar.JarFile(jar.toFile(), false)) {
      return file.getInputStream(file.getJarEntry(name)).readAllBytes();
    }
  }
}
