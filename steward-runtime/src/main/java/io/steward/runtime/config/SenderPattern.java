package io.steward.runtime.config;

import io.steward.api.NodeName;
import java.util.regex.Pattern;

/// Node names that may send: a name, or a glob with `*` for any letters and `?` for one.
///
/// @param glob as it is written
public record SenderPattern(String glob) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_*?-]{1,64}");

  /// @throws IllegalArgumentException when no node name could match
  public SenderPattern {
    if (!FORM.matcher(glob).matches()) {
      throw new IllegalArgumentException(
          "\"" + glob + "\" is neither a node name nor a pattern such as ship* for some");
    }
  }

  /// Reads one.
  ///
  /// @throws IllegalArgumentException when no node name could match
  public static SenderPattern parse(String text) {
    return new SenderPattern(text);
  }

  /// Whether a node is among them.
  public boolean matches(NodeName node) {
    String regex = glob.replace("*", ".*").replace("?", ".");
    return node.value().matches(regex);
  }

  @Override
  public String toString() {
    return glob;
  }
}
