package io.steward.plugin.syslogforwarding;

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

/// A node whose disk is full until it is cleared.
final class FullDisk implements SourceContext, Outbox {

  private final Path data;
  private final List<Batch> batches = new CopyOnWriteArrayList<>();
  private volatile String status = "";
  private volatile boolean full = true;

  FullDisk(Path data) {
    this.data = data;
  }

  void clear() {
    full = false;
  }

  String status() {
    return status;
  }

  List<Batch> batches() {
    return List.copyOf(batches);
  }

  @Override
  public String send(Message message) {
    if (full) {
      throw new UncheckedIOException(new IOException("the disk is full"));
    }
    batches.add((Batch) message.arguments());
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
    return Subject.parse("sink.event.syslogforwarding.test");
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
