package io.steward.plugin.filewatch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.Exchange;
import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.Outbox;
import io.steward.api.SourceContext;
import io.steward.api.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A node on which a source can be started again and again, whose disk can be full, and which can
/// be killed at the worst moment.
final class Node implements SourceContext, Outbox {

  private final Path data;
  private final List<Batch> batches = new CopyOnWriteArrayList<>();
  private volatile String status = "";
  private volatile boolean full;
  private volatile boolean dying;
  private Thread source = Thread.ofVirtual().unstarted(() -> {});

  Node(Path data) {
    this.data = data;
  }

  void start(FileWatch watch) {
    status = "";
    dying = false;
    source =
        Thread.ofVirtual()
            .start(() ->
                assertThatThrownBy(() -> watch.run(this))
                    .isInstanceOfAny(InterruptedException.class, IllegalStateException.class));
  }

  /// From now on it dies when the outbox has the next event, before the source knows.
  void dieAfterTheNext() {
    dying = true;
  }

  void awaitEnd() throws InterruptedException {
    source.join();
  }

  void fill(boolean value) {
    full = value;
  }

  String status() {
    return status;
  }

  List<Batch> batches() {
    return List.copyOf(batches);
  }

  /// The lines of all events, each event once.
  List<String> lines() {
    return batches.stream()
        .distinct()
        .flatMap(batch -> batch.lines().stream())
        .map(Line::text)
        .toList();
  }

  /// The changes of all events, as `kind path` or `kind path from`.
  List<String> changes() {
    return batches.stream()
        .flatMap(batch -> batch.changes().stream())
        .map(change ->
            change.kind()
                + " "
                + Path.of(change.path()).getFileName()
                + change.from().map(from -> " " + Path.of(from).getFileName()).orElse(""))
        .toList();
  }

  void stop() throws InterruptedException {
    source.interrupt();
    source.join();
  }

  @Override
  public String send(Message message) {
    if (full) {
      throw new UncheckedIOException(new IOException("the disk is full"));
    }
    batches.add((Batch) message.arguments());
    if (dying) {
      throw new IllegalStateException("killed");
    }
    return "id";
  }

  @Override
  public Exchange ask(Message message) {
    throw new IllegalArgumentException("a source asks nothing");
  }

  @Override
  public NodeName node() {
    return new NodeName("bench");
  }

  @Override
  public Subject target() {
    return Subject.parse("sink.event.filewatch.test");
  }

  @Override
  public Path data() {
    return data;
  }

  @Override
  public Outbox outbox() {
    return this;
  }

  @Override
  public void facts(Map<String, ?> facts) {
    throw new AssertionError("it knows none");
  }

  @Override
  public void report(String line) {
    status = line;
  }
}
