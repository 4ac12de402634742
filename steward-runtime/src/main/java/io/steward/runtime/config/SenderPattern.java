package io.steward.runtime.config;

import io.steward.api.NodeName;
import io.steward.runtime.glob.Glob;
import java.util.regex.Pattern;

/// Nodes that may send: a name, or a glob with `*` for any characters and `?` for one.
///
/// @param glob as written
public record SenderPattern(String glob) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_*?-]{1,64}");

  /// @throws IllegalArgumentException if no node name could match
  public SenderPattern {
    if (!FORM.matcher(glob).matches()) {
      throw new IllegalArgumentException(
          "\"" + glob + "\" is neither a node name nor a pattern such as ship*");
    }
  }

  /// Parses a pattern.
  ///
  /// @throws IllegalArgumentException if no node name could match
  public static SenderPattern parse(String text) {
    return new SenderPattern(text);
  }

  /// Whether a node's name matches.
  public boolean matches(NodeName node) {
    return new Glob(glob).matches(node.value());
  }

  @Override
  public String toString() {
    return glob;
  }
}
