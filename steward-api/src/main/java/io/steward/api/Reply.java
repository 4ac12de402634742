package io.steward.api;

import java.util.Map;

/// A command handler's word on how it went. *You make this.*
public sealed interface Reply {

  /// {@return the result document: a record, or plain data (`Map`, `List`, `String`, `Number`,
  /// `Boolean`)}
  Object result();

  /// Done as asked, with nothing to add.
  ///
  /// @return that the outcome is `succeeded`
  static Reply succeeded() {
    return new Succeeded(Map.of());
  }

  /// Done as asked.
  ///
  /// @param result a record, or plain data
  /// @return that the outcome is `succeeded`
  static Reply succeeded(Object result) {
    return new Succeeded(result);
  }

  /// Not done.
  ///
  /// @param reason one line for a person
  /// @return that the outcome is `failed`
  static Reply failed(String reason) {
    return new Failed(reason, Map.of());
  }

  /// Not done.
  ///
  /// @param reason one line for a person
  /// @param result what there is to tell besides: a record, or plain data
  /// @return that the outcome is `failed`
  static Reply failed(String reason, Object result) {
    return new Failed(reason, result);
  }

  /// The command was done as asked.
  ///
  /// @param result a record, or plain data
  record Succeeded(Object result) implements Reply {}

  /// The command was not done.
  ///
  /// @param reason one line for a person
  /// @param result what there is to tell besides: a record, or plain data
  record Failed(String reason, Object result) implements Reply {}
}
