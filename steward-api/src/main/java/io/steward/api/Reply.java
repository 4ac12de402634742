package io.steward.api;

import java.util.Map;

/// A command handler's result: success or failure. *You create this.*
public sealed interface Reply {

  /// {@return the result document: a record, or plain data (`Map`, `List`, `String`, `Number`,
  /// `Boolean`)}
  Object result();

  /// Success, without a result.
  ///
  /// @return the reply for the outcome `succeeded`
  static Reply succeeded() {
    return new Succeeded(Map.of());
  }

  /// Success.
  ///
  /// @param result a record, or plain data
  /// @return the reply for the outcome `succeeded`
  static Reply succeeded(Object result) {
    return new Succeeded(result);
  }

  /// Failure, without a result.
  ///
  /// @param reason one human-readable line
  /// @return the reply for the outcome `failed`
  static Reply failed(String reason) {
    return new Failed(reason, Map.of());
  }

  /// Failure, with a result.
  ///
  /// @param reason one human-readable line
  /// @param result a record, or plain data
  /// @return the reply for the outcome `failed`
  static Reply failed(String reason, Object result) {
    return new Failed(reason, result);
  }

  /// The command succeeded.
  ///
  /// @param result a record, or plain data
  record Succeeded(Object result) implements Reply {}

  /// The command failed.
  ///
  /// @param reason one human-readable line
  /// @param result a record, or plain data
  record Failed(String reason, Object result) implements Reply {}
}
