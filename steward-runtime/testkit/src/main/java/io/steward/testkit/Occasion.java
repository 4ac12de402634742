package io.steward.testkit;

/// Something that a test makes happen, of which a source tells.
@FunctionalInterface
public interface Occasion {

  /// Makes it happen.
  ///
  /// @throws Exception when it could not; the test fails then
  void happen() throws Exception;
}
