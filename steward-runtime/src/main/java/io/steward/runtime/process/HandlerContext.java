package io.steward.runtime.process;

import io.steward.api.CommandContext;
import io.steward.api.MessageContext;
import io.steward.api.NodeName;
import io.steward.api.ObjectStore;
import io.steward.api.Outbox;
import io.steward.api.PositionStore;
import io.steward.api.Subject;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.storage.BindingFolder;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;

/// The context of one message, for its handler.
record HandlerContext(LedgerEntry entry, BindingFolder folder, Outbox outbox, ObjectStore objects)
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

  @Override
  public Path data() {
    return folder.path();
  }

  @Override
  public PositionStore positions() {
    return folder.positions();
  }

  /// The context of a command.
  ///
  /// @param message what it has in common with an event
  record OfCommand(
      MessageContext message, Instant deadline, OutputStream output, OutputStream errors)
      implements CommandContext {

    @Override
    public Subject subject() {
      return message.subject();
    }

    @Override
    public NodeName from() {
      return message.from();
    }

    @Override
    public String id() {
      return message.id();
    }

    @Override
    public Path data() {
      return message.data();
    }

    @Override
    public PositionStore positions() {
      return message.positions();
    }

    @Override
    public Outbox outbox() {
      return message.outbox();
    }

    @Override
    public ObjectStore objects() {
      return message.objects();
    }
  }
}
