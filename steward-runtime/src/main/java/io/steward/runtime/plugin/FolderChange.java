package io.steward.runtime.plugin;

/// Something that is otherwise in the folder than what serves.
public sealed interface FolderChange {

  /// The plugin's id.
  String id();

  /// A plugin that does not serve yet.
  record Added(String id) implements FolderChange {}

  /// Another jar for one that serves.
  record Replaced(String id) implements FolderChange {}

  /// One that serves has no jar any more.
  record Removed(String id) implements FolderChange {}
}
