package io.steward.runtime.fleet;

import java.util.Locale;

/// The id of a message without a usable id from its sender. It is derived from the message's
/// position in its stream, so everyone derives the same id.
public final class DerivedMessageId {

  private DerivedMessageId() {}

  /// The id of the message at a position.
  ///
  /// @param incarnation the incarnation of the stream
  /// @param sequence the sequence in the stream
  public static String of(String incarnation, long sequence) {
    return String.format(Locale.ROOT, "stored-%s-%010d", incarnation, sequence);
  }
}
