package io.steward.runtime.fleet;

import java.util.Locale;

/// The id of a message whose sender gave it none that could be used: made from its place in its
/// stream, so that everybody makes the same.
public final class DerivedMessageId {

  private DerivedMessageId() {}

  /// The id of what stands at a place.
  ///
  /// @param incarnation of the stream
  /// @param sequence in the stream
  public static String of(String incarnation, long sequence) {
    return String.format(Locale.ROOT, "stored-%s-%010d", incarnation, sequence);
  }
}
