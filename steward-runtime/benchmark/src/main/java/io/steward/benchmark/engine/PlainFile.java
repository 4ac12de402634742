package io.steward.benchmark.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/// The cheapest durable storage: appends to a file, with one fsync for all writes that wait.
final class PlainFile implements AutoCloseable {

  private final FileChannel channel;
  private final BlockingQueue<Line> queue = new LinkedBlockingQueue<>();
  private final Thread writer =
      Thread.ofPlatform().daemon().name("plain file").unstarted(this::write);

  private record Line(ByteBuffer bytes, Runnable onDurable) {}

  private PlainFile(FileChannel channel) {
    this.channel = channel;
  }

  static PlainFile open(Path path) throws IOException {
    PlainFile file =
        new PlainFile(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    file.writer.start();
    return file;
  }

  /// Appends bytes.
  ///
  /// @param onDurable called when they are durable
  void append(byte[] bytes, Runnable onDurable) {
    queue.add(new Line(ByteBuffer.wrap(bytes), onDurable));
  }

  /// Appends bytes, and returns when they are durable.
  void append(byte[] bytes) {
    CompletableFuture<Boolean> durable = new CompletableFuture<>();
    append(bytes, () -> durable.complete(true));
    durable.join();
  }

  private void write() {
    List<Line> batch = new ArrayList<>();
    try {
      while (true) {
        batch.add(queue.take());
        queue.drainTo(batch);
        for (Line line : batch) {
          while (line.bytes().hasRemaining()) {
            channel.write(line.bytes());
          }
        }
        channel.force(false);
        batch.forEach(line -> line.onDurable().run());
        batch.clear();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new IllegalStateException("the floor cannot be measured", e);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    writer.interrupt();
    writer.join();
    channel.close();
  }
}
