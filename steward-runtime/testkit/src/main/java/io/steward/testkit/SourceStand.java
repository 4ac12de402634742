package io.steward.testkit;

import io.steward.api.Domain;
import io.steward.api.NodeName;
import io.steward.api.PositionStore;
import io.steward.api.Source;
import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.engine.EngineTime;
import io.steward.runtime.fleet.BodyReader;
import io.steward.runtime.node.MethodTrial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node called `bench` with one source, whose events go to a node called `sink`. The node can be
/// stopped and restarted, its disk can be full, and it can die at the worst moment.
public final class SourceStand implements AutoCloseable {

  private final MethodTrial trial;
  private final Subject target;
  private final Current current;

  private SourceStand(MethodTrial trial, Subject target, Current current) {
    this.trial = trial;
    this.target = target;
    this.current = current;
  }

  /// The running source, which is replaced when the node is started with other settings.
  private static final class Current {
    private final OutboxGate gate = new OutboxGate();
    private volatile Source source;

    Current(Source source) {
      this.source = source;
    }

    Source gated() {
      return new GatedSource(source, gate);
    }
  }

  static SourceStand start(NodeName node, Domain domain, Source source, EngineTime time) {
    Subject target = Subject.event(new NodeName("sink"), source.method(), domain);
    Current current = new Current(source);
    try {
      MethodTrial trial =
          MethodTrial.ofSource(
              node, target, current::gated, source.getClass().getClassLoader(), time);
      return new SourceStand(trial, target, current);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// {@return the events stored so far, in order, as plain data}
  public List<Map<String, Object>> events() {
    List<Map<String, Object>> events = new ArrayList<>();
    Bus bus = trial.bus();
    BodyReader bodies = new BodyReader(bus);
    try (Bus.StreamReader reader =
        bus.read(
            bus.addresses().eventsStream(),
            bus.addresses().storedSubject(target),
            new Bus.StartPosition.AtSequence(1))) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        events.add(bodies.document(next.get()));
      }
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// The events stored so far, bound as for a handler.
  ///
  /// @param type the record of the handler's arguments
  /// @param <A> the same type
  /// @return those events, in order
  /// @throws AssertionError when one of them cannot be bound to that record
  public <A> List<A> events(Class<A> type) {
    List<A> all = new ArrayList<>();
    for (Map<String, Object> event : events()) {
      try {
        all.add(Binder.bind(Document.json("event", Json.write(event)), type));
      } catch (ProblemsException e) {
        throw new AssertionError("not a " + type.getSimpleName() + ": " + e.getMessage(), e);
      }
    }
    return all;
  }

  /// {@return the source's latest status, or the reason of its failure; empty when it has reported
  /// nothing}
  public String status() {
    return trial.reports().stream()
        .filter(report -> report.subject().contains(".source."))
        .map(report -> report.lastError().isEmpty() ? report.state() : report.lastError())
        .findFirst()
        .orElse("");
  }

  /// {@return the facts that the source has reported about its node, as plain data}
  public Map<String, Object> facts() {
    return trial.facts();
  }

  /// {@return the data folder of the source's context}
  public Path data() {
    return trial.data().resolve(binding());
  }

  /// The positions of the source's context, to look at, or to prepare while it is stopped.
  ///
  /// @return the store
  public PositionStore positions() {
    try {
      return trial.positions(binding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String binding() {
    return "source." + target.method() + "." + target.domain();
  }

  /// Fills the node's disk: from now on the outbox throws as it does then.
  public void fillDisk() {
    current.gate.failToWrite();
  }

  /// Fills the outbox, as after a long time without a broker: from now on senders wait.
  public void fillOutbox() {
    current.gate.fill();
  }

  /// Waits until the source has run into the full disk or outbox.
  public void awaitRefusal() {
    var _ =
        Poll.await(
            "attempt of the source to send",
            () -> current.gate.hasRefused() ? Optional.of(true) : Optional.empty());
  }

  /// Makes space on the disk and in the outbox again.
  public void makeRoom() {
    current.gate.open();
  }

  /// Causes something, and kills the node when its outbox has the event but the source does not
  /// know yet. The event arrives. The node is then down until it is {@linkplain #start started}.
  ///
  /// The source is also interrupted, since a thread cannot be killed within one program; whatever
  /// it still sends fails.
  ///
  /// @param action what causes the source to send an event
  public void crashAfterSending(TestAction action) {
    current.gate.dieAfterNextSend();
    try {
      action.run();
    } catch (Exception e) {
      throw new AssertionError("the occasion failed", e);
    }
    var _ =
        Poll.await(
            "event from the source",
            () -> current.gate.isDead() ? Optional.of(true) : Optional.empty());
    stop();
  }

  /// Stops the source, as at a node's shutdown, and waits for it.
  ///
  /// @throws AssertionError when it has not ended within the grace period of a node
  public void stop() {
    trial.stop();
    if (current.gate.isInUse()) {
      throw new AssertionError("the source ignored its interrupt");
    }
  }

  /// Restarts the node with what is on its disk, after it was stopped or has died.
  public void start() {
    current.gate.revive();
    try {
      trial.restart();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Restarts the node with a source that has other settings.
  ///
  /// @param source of the same method
  public void start(Source source) {
    current.source = source;
    start();
  }

  @Override
  public void close() {
    trial.close();
  }
}
