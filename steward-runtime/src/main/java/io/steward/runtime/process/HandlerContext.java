package io.steward.runtime.process;

import io.steward.api.MessageContext;
import io.steward.api.NodeName;
import io.steward.api.ObjectStore;
import io.steward.api.Outbox;
import io.steward.api.Subject;
import io.steward.runtime.ledger.LedgerEntry;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;

/// The context of one message, for its handler.
record HandlerContext(
    LedgerEntry entry,
    Instant deadline,
    OutputStream output,
    OutputStream errors,
    Path data,
    Outbox outbox,
    ObjectStore objects)
    implements MessageContext {

  @Override
  public Subject subject() {
    return entry.subject();
  }

  @Override
  public NodeName from() {
    return entry.from();
  }

  @Override
  public String id() {
    return entry.id();
  }
}
