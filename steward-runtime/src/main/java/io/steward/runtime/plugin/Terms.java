package io.steward.runtime.plugin;

import java.util.Set;
import java.util.function.Predicate;

/// On which terms plugins are let in.
///
/// @param trust whose code may run
/// @param mayBeNative which plugins, by their ids, may call native code
public record Terms(Trust trust, Predicate<String> mayBeNative) {

  /// Every jar is let in, and none may call native code.
  public static final Terms ANY = new Terms(new Trust.Any(), id -> false);

  /// These terms.
  ///
  /// @param natives the ids of those that may call native code
  public static Terms of(Trust trust, Set<String> natives) {
    return new Terms(trust, Set.copyOf(natives)::contains);
  }

  /// Every jar is let in, and each may call native code: for whoever tries a plugin.
  public static Terms withNativeAccess() {
    return new Terms(new Trust.Any(), id -> true);
  }
}
