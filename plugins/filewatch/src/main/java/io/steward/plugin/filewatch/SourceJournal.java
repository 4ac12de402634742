package io.steward.plugin.filewatch;

import io.steward.api.Message;
import io.steward.api.SourceContext;
import io.steward.durable.AtomicFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/// The state of a source, in a file of its own.
///
/// An event, and the state after it, are written atomically before the event goes to the outbox.
/// When the node dies between the two, the same event with the same number is sent after the
/// restart, and its receiver recognizes it by the number; also when the file with its lines no
/// longer exists.
final class SourceJournal {

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int LARGEST = 1 << 30;

  private final Path file;
  private final SourceContext context;
  private String stream = UUID.randomUUID().toString();
  private long number;
  private Optional<Batch> pending = Optional.empty();
  private byte[] known = {};

  private SourceJournal(Path file, SourceContext context) {
    this.file = file;
    this.context = context;
  }

  /// Opens a journal, and sends a pending event that may not have been sent.
  ///
  /// @param name of the file, in the source's folder
  static SourceJournal open(SourceContext context, String name)
      throws IOException, InterruptedException {
    SourceJournal sourceJournal = new SourceJournal(context.data().resolve(name), context);
    if (Files.exists(sourceJournal.file)) {
      sourceJournal.read();
      sourceJournal.give();
    }
    return sourceJournal;
  }

  /// The state written last; empty at the first start.
  byte[] known() {
    return known.clone();
  }

  /// Sends an event. Returns when the outbox has it.
  ///
  /// @param after the state when the event has been sent
  void send(Optional<String> path, List<FileLine> lines, List<Change> changes, byte[] after)
      throws IOException, InterruptedException {
    number++;
    pending = Optional.of(new Batch(stream, number, path, lines, changes));
    known = after.clone();
    write();
    give();
  }

  /// Writes the state if it has changed.
  void keep(byte[] state) throws IOException {
    if (pending.isPresent() || !Arrays.equals(known, state) || !Files.exists(file)) {
      pending = Optional.empty();
      known = state.clone();
      write();
    }
  }

  private void give() throws InterruptedException {
    boolean sent = pending.isEmpty();
    while (!sent) {
      try {
        context.outbox().send(Message.to(context.target(), pending.get()));
        sent = true; // it stays in the file until the next write
      } catch (UncheckedIOException full) {
        // retry until the disk has space; the lines wait in their files
        Throwable cause = full.getCause();
        context.report((cause == null ? full : cause).getMessage() + "; retrying");
        Thread.sleep(PAUSE);
      }
    }
  }

  private void read() throws IOException {
    byte[] all = Files.readAllBytes(file);
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(all));
      byte[] body = JournalCodec.bytes(in, LARGEST);
      if (in.readLong() != sum(body)) {
        throw new IOException("its checksum is wrong");
      }
      in = new DataInputStream(new ByteArrayInputStream(body));
      stream = JournalCodec.text(in);
      number = in.readLong();
      pending = in.readBoolean() ? Optional.of(Batch.read(in)) : Optional.empty();
      known = JournalCodec.bytes(in, LARGEST);
    } catch (IOException | IllegalArgumentException damaged) {
      throw new IOException(
          file + " is damaged; delete it to start over: " + damaged.getMessage(), damaged);
    }
  }

  private void write() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(body);
    JournalCodec.text(out, stream);
    out.writeLong(number);
    out.writeBoolean(pending.isPresent());
    if (pending.isPresent()) {
      pending.get().write(out);
    }
    out.writeInt(known.length);
    out.write(known);
    ByteBuffer all = ByteBuffer.allocate(Integer.BYTES + body.size() + Long.BYTES);
    all.putInt(body.size()).put(body.toByteArray()).putLong(sum(body.toByteArray()));
    new AtomicFile(file).write(all.array());
  }

  private static long sum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return sum.getValue();
  }
}
