package io.steward.runtime.plugin;

import java.util.Optional;

/// Who a jar says it is. Everything comes from the jar: each text is short and one line, and {@link
/// IdentityCheck} judges it.
///
/// @param id the plugin's id
/// @param version its version
/// @param requires the API versions it requires by its manifest; empty if that is silent
/// @param compiledAgainst the API version that its module descriptor was compiled against, if that
///   is recorded
/// @param description its own description; empty if there is none
/// @param module the name of its module; empty if it has no module descriptor
/// @param provides whether it declares a handler or a source
record PluginIdentity(
    Claim id,
    Claim version,
    String requires,
    Optional<String> compiledAgainst,
    String description,
    Optional<String> module,
    boolean provides) {

  /// Something that a jar says about itself.
  ///
  /// @param value what it says; empty if it is silent
  /// @param origin where it says so, in words
  record Claim(String value, String origin) {

    /// Nothing is said.
    static final Claim NONE = new Claim("", "");

    boolean isMissing() {
      return value.isEmpty();
    }

    /// This claim, or another one if nothing is said here.
    Claim or(Claim other) {
      return isMissing() ? other : this;
    }
  }
}
