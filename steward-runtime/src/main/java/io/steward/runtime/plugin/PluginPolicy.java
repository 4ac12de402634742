package io.steward.runtime.plugin;

import java.util.Set;
import java.util.function.Predicate;

/// The rules by which plugins are admitted.
///
/// @param trust whose code may run
/// @param allowsNativeAccess tests by its id whether a plugin may call native code
public record PluginPolicy(TrustPolicy trust, Predicate<String> allowsNativeAccess) {

  /// Admits every jar, without native access.
  public static final PluginPolicy ANY = new PluginPolicy(new TrustPolicy.Any(), id -> false);

  /// Creates a policy.
  ///
  /// @param trust whose code may run
  /// @param natives the ids of plugins that may call native code
  public static PluginPolicy of(TrustPolicy trust, Set<String> natives) {
    return new PluginPolicy(trust, Set.copyOf(natives)::contains);
  }

  /// Admits every jar, with native access: for trying out a plugin.
  public static PluginPolicy withNativeAccess() {
    return new PluginPolicy(new TrustPolicy.Any(), id -> true);
  }
}
