package io.steward.runtime.process;

import io.steward.api.ObjectStore;
import io.steward.api.Outbox;
import io.steward.api.RecentLog;
import io.steward.api.Subject;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.storage.BindingFolder;
import io.steward.runtime.storage.BindingFolders;
import java.io.IOException;

/// What a node offers to handlers and sources.
///
/// @param outbox sends messages to other nodes
/// @param objects stores what is too large for a message
/// @param recentLog the node's recent warnings and errors
/// @param facts what its sources report about it
/// @param folders the folders of its bindings
public record HandlerServices(
    Outbox outbox, ObjectStore objects, RecentLog recentLog, Facts facts, BindingFolders folders) {

  /// The context of a message, for its handler.
  ///
  /// @throws IOException if the folder of the binding cannot be created
  HandlerContext context(LedgerEntry entry) throws IOException {
    Subject subject = entry.subject();
    String binding = subject.type() + "." + subject.method() + "." + subject.domain();
    return new HandlerContext(entry, folders.of(binding), outbox, objects);
  }

  /// The folder of a source.
  ///
  /// @throws IOException if it cannot be created
  BindingFolder folder(SourceSpec source) throws IOException {
    return folders.of("source." + source.method() + "." + source.domain());
  }
}
