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

/// What a source remembers, in a file of its own.
///
/// An event and what is known after it are written in one step, before the event is given to the
/// outbox. So when the node dies between the two, the very same event is sent when it starts, with
/// the same number, by which its receiver knows it again; also when the file that its lines were
/// from is gone by then.
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

  /// Opens a journal, and sends what may not have been sent.
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

  /// What was known last, as it was given; empty at the very first.
  byte[] known() {
    return known.clone();
  }

  /// Sends an event. Returns when the outbox has it.
  ///
  /// @param after what is known when the event has been sent
  void send(Optional<String> path, List<FileLine> lines, List<Change> changes, byte[] after)
      throws IOException, InterruptedException {
    number++;
    pending = Optional.of(new Batch(stream, number, path, lines, changes));
    known = after.clone();
    write();
    give();
  }

  /// Remembers what is known now, when it is not what was known before.
  void keep(byte[] now) throws IOException {
    if (pending.isPresent() || !Arrays.equals(known, now) || !Files.exists(file)) {
      pending = Optional.empty();
      known = now.clone();
      write();
    }
  }

  private void give() throws InterruptedException {
    boolean sent = pending.isEmpty();
    while (!sent) {
      try {
        context.outbox().send(Message.to(context.target(), pending.get()));
        sent = true; // it stays in the file until there is something else to write
      } catch (UncheckedIOException full) {
        // the disk may have room again; what is to be sent waits in its files
        Throwable cause = full.getCause();
        context.report((cause == null ? full : cause).getMessage() + "; trying again");
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
        throw new IOException("its sum is wrong");
      }
      in = new DataInputStream(new ByteArrayInputStream(body));
      stream = JournalCodec.text(in);
      number = in.readLong();
      pending = in.readBoolean() ? Optional.of(Batch.read(in)) : Optional.empty();
      known = JournalCodec.bytes(in, LARGEST);
    } catch (IOException | IllegalArgumentException damaged) {
      throw new IOException(
          file + " is damaged; without it, all begins anew: " + damaged.getMessage(), damaged);
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
