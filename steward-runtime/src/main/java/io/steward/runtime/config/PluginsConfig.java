package io.steward.runtime.config;

import io.steward.api.Description;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where a node's methods come from, and on which terms.
///
/// @param folder with plugin jars
/// @param patience how long what runs may go on when a plugin is replaced
/// @param trust whose code may run
/// @param pins the jars that may, by their plugins' ids or their files' names
/// @param signers files with certificates of those whose jars may
/// @param native_ the ids of the plugins that may call native code
public record PluginsConfig(
    @Description("The folder with plugin jars, from this file; plugins when not said.")
        Optional<Path> folder,
    @Description("How long what runs may go on when its plugin is replaced; 30s when not said.")
        Optional<Duration> patience,
    @Description("Whose code may run: any jar's, or those with pins, or those of signers.")
        Optional<TrustKind> trust,
    @Description("With trust: pinned, which jars: a plugin's id or a file's name to a SHA-256.")
        Map<String, Sha256> pins,
    @Description("With trust: signed, files with certificates (PEM or DER), from this file.")
        List<Path> signers,
    @Description("The ids of plugins that may call native code.") Set<String> native_) {

  /// What is followed where nothing is said.
  public static final PluginsConfig DEFAULT =
      new PluginsConfig(
          Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), List.of(), Set.of());

  /// Whose code may run.
  public enum TrustKind {
    /// Whatever is in the folder.
    ANY,
    /// What has a pin.
    PINNED,
    /// What was signed by one of the signers.
    SIGNED
  }

  public PluginsConfig {
    check("pins", TrustKind.PINNED, trust, pins.isEmpty());
    check("signers", TrustKind.SIGNED, trust, signers.isEmpty());
  }

  /// Who writes pins down and forgets to ask for them has less than he thinks.
  private static void check(String key, TrustKind kind, Optional<TrustKind> trust, boolean empty) {
    String word = kind.name().toLowerCase(java.util.Locale.ROOT);
    if (trust.equals(Optional.of(kind)) && empty) {
      throw new IllegalArgumentException("trust: " + word + " needs " + key);
    }
    if (!trust.equals(Optional.of(kind)) && !empty) {
      throw new IllegalArgumentException(key + " is of no use without trust: " + word);
    }
  }

  /// Whose code may run.
  public TrustKind effectiveTrust() {
    return trust.orElse(TrustKind.ANY);
  }

  /// This one with the parts of another that take effect at a start only.
  PluginsConfig withFixedPartsOf(PluginsConfig running) {
    return new PluginsConfig(running.folder, running.patience, trust, pins, signers, native_);
  }
}
