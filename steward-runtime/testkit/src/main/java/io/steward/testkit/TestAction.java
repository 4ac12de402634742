package io.steward.testkit;

/// Something a test causes, about which a source sends an event.
@FunctionalInterface
public interface TestAction {

  /// Causes it.
  ///
  /// @throws Exception when that fails; the test fails then
  void run() throws Exception;
}
