package io.steward.runtime.intake;

import java.util.concurrent.CompletionStage;

/// What became of a message that a cursor has passed on.
public sealed interface Disposition {

  /// It is not taken now: it is read from the stream later.
  record Deferred() implements Disposition {}

  /// It needs no record here.
  record Skipped() implements Disposition {}

  /// It is being recorded.
  ///
  /// @param durable completes once it is recorded; if it fails, the message is read again
  record Recorded(CompletionStage<?> durable) implements Disposition {}
}
