package io.steward.runtime.config;

import io.steward.api.Description;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where a node's plugins come from, and which of them it admits.
///
/// @param folder the folder with plugin jars
/// @param patience how long running handlers may take to finish when their plugin is replaced
/// @param trust whose code may run
/// @param pins the SHA-256 of each trusted jar, by its plugin's id or its file name
/// @param signers files with the certificates of trusted signers
/// @param native_ the ids of the plugins that may call native code
public record PluginsConfig(
    @Description("The folder with plugin jars, relative to this file. Default: plugins.")
        Optional<Path> folder,
    @Description(
            "How long running handlers may take to finish when their plugin is replaced. Default:"
                + " 30s.")
        Optional<Duration> patience,
    @Description(
            "Whose code may run: that of any jar, of pinned jars, or of signed jars. Default: any.")
        Optional<TrustKind> trust,
    @Description("With trust: pinned, the trusted jars: a plugin's id or a file name to a SHA-256.")
        Map<String, PluginPin> pins,
    @Description(
            "With trust: signed, files with the signers' certificates (PEM or DER), relative to"
                + " this file.")
        List<Path> signers,
    @Description("The ids of plugins that may call native code.") Set<String> native_) {

  /// The default.
  public static final PluginsConfig DEFAULT =
      new PluginsConfig(
          Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), List.of(), Set.of());

  /// Whose code may run.
  public enum TrustKind {
    /// Every jar in the folder.
    ANY,
    /// Jars with a pin.
    PINNED,
    /// Jars signed by one of the signers.
    SIGNED
  }

  public PluginsConfig {
    check("pins", TrustKind.PINNED, trust, pins.isEmpty());
    check("signers", TrustKind.SIGNED, trust, signers.isEmpty());
  }

  /// Whoever lists pins or signers without the matching trust setting has less protection than they
  /// think.
  private static void check(String key, TrustKind kind, Optional<TrustKind> trust, boolean empty) {
    String name = kind.name().toLowerCase(java.util.Locale.ROOT);
    if (trust.equals(Optional.of(kind)) && empty) {
      throw new IllegalArgumentException("trust: " + name + " needs " + key);
    }
    if (!trust.equals(Optional.of(kind)) && !empty) {
      throw new IllegalArgumentException(key + " is allowed only with trust: " + name);
    }
  }

  /// Whose code may run.
  public TrustKind effectiveTrust() {
    return trust.orElse(TrustKind.ANY);
  }

  /// This configuration with the running one's parts that take effect only at a start.
  PluginsConfig withFixedPartsOf(PluginsConfig running) {
    return new PluginsConfig(running.folder, running.patience, trust, pins, signers, native_);
  }
}
