package io.steward.runtime.jobs;

import java.util.List;

/// What is to happen with a job next.
sealed interface Verdict {

  /// Nothing, until something is heard.
  record Wait() implements Verdict {}

  /// The turn of some units has come.
  ///
  /// @param places at least one
  record Begin(List<Integer> places) implements Verdict {}

  /// The canaries have succeeded.
  record Proven() implements Verdict {}

  /// Nothing may begin any more until an operator says so.
  record Stop(String why) implements Verdict {}

  /// There is nothing left to do.
  record Finish(String why) implements Verdict {}
}
