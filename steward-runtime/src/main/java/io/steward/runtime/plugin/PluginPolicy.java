package io.steward.runtime.plugin;

import java.util.Set;
import java.util.function.Predicate;

/// On which terms plugins are let in.
///
/// @param trust whose code may run
/// @param allowsNativeAccess which plugins, by their ids, may call native code
public record PluginPolicy(TrustPolicy trust, Predicate<String> allowsNativeAccess) {

  /// Every jar is let in, and none may call native code.
  public static final PluginPolicy ANY = new PluginPolicy(new TrustPolicy.Any(), id -> false);

  /// These terms.
  ///
  /// @param natives the ids of those that may call native code
  public static PluginPolicy of(TrustPolicy trust, Set<String> natives) {
    return new PluginPolicy(trust, Set.copyOf(natives)::contains);
  }

  /// Every jar is let in, and each may call native code: for whoever tries a plugin.
  public static PluginPolicy withNativeAccess() {
    return new PluginPolicy(new TrustPolicy.Any(), id -> true);
  }
}
