package io.steward.plugin.filewatch;

import io.steward.api.Message;
import io.steward.api.SourceContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The state of a source, as one of its positions.
///
/// An event, and the state after it, are written atomically before the event goes to the outbox.
/// When the node dies between the two, the same event with the same number is sent after the
/// restart, and its receiver recognizes it by the number; also when the file with its lines no
/// longer exists.
final class SourceJournal {

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int LARGEST = 1 << 30;

  private final SourceContext context;
  private final String key;
  private boolean written;
  private String stream = UUID.randomUUID().toString();
  private long number;
  private Optional<Batch> pending = Optional.empty();
  private byte[] lastState = {};

  private SourceJournal(SourceContext context, String key) {
    this.context = context;
    this.key = key;
  }

  /// Opens a journal, and sends a pending event that may not have been sent.
  ///
  /// @param key of the source's position that has the journal
  static SourceJournal open(SourceContext context, String key)
      throws IOException, InterruptedException {
    SourceJournal sourceJournal = new SourceJournal(context, key);
    Optional<byte[]> before = context.positions().find(key);
    if (before.isPresent()) {
      sourceJournal.read(before.get());
      sourceJournal.written = true;
      sourceJournal.sendPending();
    }
    return sourceJournal;
  }

  /// The state written last; empty at the first start.
  byte[] state() {
    return lastState.clone();
  }

  /// Sends an event. Returns when the outbox has it.
  ///
  /// @param after the state when the event has been sent
  void send(Optional<String> path, List<FileLine> lines, List<Change> changes, byte[] after)
      throws IOException, InterruptedException {
    number++;
    pending = Optional.of(new Batch(stream, number, path, lines, changes));
    lastState = after.clone();
    write();
    sendPending();
  }

  /// Writes the state if it has changed.
  void keep(byte[] state) throws IOException {
    if (pending.isPresent() || !Arrays.equals(lastState, state) || !written) {
      pending = Optional.empty();
      lastState = state.clone();
      write();
    }
  }

  private void sendPending() throws InterruptedException {
    boolean sent = pending.isEmpty();
    while (!sent) {
      try {
        context.outbox().send(Message.to(context.target(), pending.get()));
        sent = true; // it stays in the journal until the next write
      } catch (UncheckedIOException full) {
        // retry until the disk has space; the lines wait in their files
        Throwable cause = full.getCause();
        context.report((cause == null ? full : cause).getMessage() + "; retrying");
        Thread.sleep(PAUSE);
      }
    }
  }

  private void read(byte[] all) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(all));
    stream = JournalCodec.text(in);
    number = in.readLong();
    pending = in.readBoolean() ? Optional.of(Batch.read(in)) : Optional.empty();
    lastState = JournalCodec.bytes(in, LARGEST);
  }

  private void write() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(all);
    JournalCodec.text(out, stream);
    out.writeLong(number);
    out.writeBoolean(pending.isPresent());
    if (pending.isPresent()) {
      pending.get().write(out);
    }
    out.writeInt(lastState.length);
    out.write(lastState);
    context.positions().put(key, all.toByteArray());
    written = true;
  }
}
