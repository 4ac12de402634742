package io.steward.runtime.process;

import io.steward.api.NodeLog;
import io.steward.api.ObjectStore;
import io.steward.api.Outbox;
import io.steward.api.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a node offers to handlers and sources.
///
/// @param outbox sends messages to other nodes
/// @param objects stores what is too large for a message
/// @param recentLog the node's recent warnings and errors
/// @param facts what its sources report about it
/// @param data the folder with the folders of its bindings
public record HandlerServices(
    Outbox outbox, ObjectStore objects, NodeLog recentLog, Facts facts, Path data) {

  /// The folder of one binding, created if it does not exist.
  Path folder(Subject subject) throws IOException {
    return folder(subject.type() + "." + subject.method() + "." + subject.domain());
  }

  /// The folder of a source, created if it does not exist.
  Path folder(SourceSpec source) throws IOException {
    return folder("source." + source.method() + "." + source.domain());
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(data.resolve(name));
  }
}
