package io.steward.runtime.plugin;

/// A difference between the jars in the folder and the active plugins.
public sealed interface FolderChange {

  /// The plugin's id.
  String id();

  /// A plugin that is not active yet.
  record Added(String id) implements FolderChange {}

  /// Another jar for an active plugin.
  record Replaced(String id) implements FolderChange {}

  /// An active plugin whose jar is gone.
  record Removed(String id) implements FolderChange {}
}
