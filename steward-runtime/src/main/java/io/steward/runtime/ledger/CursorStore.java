package io.steward.runtime.ledger;

import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/// The positions of the cursors over the streams of commands. A cursor moves with each message that
/// is recorded, in the same transaction; here are the other ways.
///
/// Safe for use by any thread.
public final class CursorStore {

  private final GroupCommitWriter writer;

  CursorStore(GroupCommitWriter writer) {
    this.writer = writer;
  }

  /// Finds the positions, and adapts them to what is bound now, durably. A subject that is bound no
  /// longer is left to the cursor of all others; one that is newly bound starts where that cursor
  /// is, since what came before was refused.
  ///
  /// @param incarnation the incarnation of the stream
  /// @param others the stored subject of the cursor for all that is not bound
  /// @param bound the stored subjects that are bound
  /// @throws IOException if it could not be made durable
  public CursorPositions adapt(String incarnation, String others, Collection<String> bound)
      throws IOException {
    return writer.commit(connection -> CursorTable.adapt(connection, incarnation, others, bound));
  }

  /// Moves a cursor over messages that are not recorded with a step. Completes when this is on the
  /// disk.
  public CompletableFuture<Boolean> advance(CursorAdvance step) {
    return writer.commitLater(connection -> {
      step.apply(connection);
      return true;
    });
  }

  /// Records whether all of an incarnation of the stream was compared with what this node has
  /// answered, which its ledger may not know.
  ///
  /// @throws IOException if it could not be made durable
  public void setReconciled(String incarnation, boolean reconciled) throws IOException {
    writer.commit(connection -> {
      CursorTable.setReconciled(connection, incarnation, reconciled);
      return true;
    });
  }
}
