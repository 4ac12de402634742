package io.steward.testkit;

import io.steward.api.Domain;
import io.steward.api.NodeName;
import io.steward.api.Source;
import io.steward.api.Subject;
import io.steward.runtime.agent.MethodTrial;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.fleet.BodyReader;
import io.steward.runtime.process.EngineTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node called `bench` with one source on it, whose events go to a node called `sink`. It can be
/// stopped and started again, its disk can be full, and it can die at the worst moment.
public final class SourceStand implements AutoCloseable {

  private final MethodTrial trial;
  private final Subject target;
  private final Current current;

  private SourceStand(MethodTrial trial, Subject target, Current current) {
    this.trial = trial;
    this.target = target;
    this.current = current;
  }

  /// What runs here, which is another one after it was started with other settings.
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

  /// {@return the events that were stored so far, in order, as plain data}
  public List<Map<String, Object>> events() {
    List<Map<String, Object>> events = new ArrayList<>();
    Bus bus = trial.bus();
    BodyReader bodies = new BodyReader(bus);
    try (Bus.StreamReader reader =
        bus.read(
            bus.addresses().eventsStream(),
            bus.addresses().stored(target),
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

  /// The events that were stored so far, as a handler would be given them.
  ///
  /// @param type the record of its arguments
  /// @param <A> the same
  /// @return those events, in order
  /// @throws AssertionError when one of them is not such a record
  public <A> List<A> events(Class<A> type) {
    List<A> all = new ArrayList<>();
    for (Map<String, Object> event : events()) {
      try {
        all.add(Binder.bind(Document.json("event", Json.write(event)), type));
      } catch (ProblemsException e) {
        throw new AssertionError("no " + type.getSimpleName() + ": " + e.getMessage(), e);
      }
    }
    return all;
  }

  /// {@return what the source said of itself last; or what it failed of; empty when it said
  /// nothing}
  public String status() {
    return trial.reports().stream()
        .filter(report -> report.subject().contains(".source."))
        .map(report -> report.lastError().isEmpty() ? report.state() : report.lastError())
        .findFirst()
        .orElse("");
  }

  /// {@return what the source has told about its node, as plain data}
  public Map<String, Object> facts() {
    return trial.facts();
  }

  /// {@return the folder that the source's context calls its data}
  public Path data() {
    return trial.data().resolve("source." + target.method() + "." + target.domain());
  }

  /// From now on the node's disk is full: the outbox throws what it throws then.
  public void fillDisk() {
    current.gate.failToWrite();
  }

  /// From now on the outbox is full, as it is after a long time without a broker: who sends waits.
  public void fillOutbox() {
    current.gate.fill();
  }

  /// Waits until the source has felt that the disk, or the outbox, is full.
  public void awaitRefusal() {
    var _ =
        Patience.await(
            "that the source sends something",
            () -> current.gate.hasRefused() ? Optional.of(true) : Optional.empty());
  }

  /// There is room again, on the disk and in the outbox.
  public void makeRoom() {
    current.gate.open();
  }

  /// Makes something happen, and lets the node die when its outbox has the event of it, before the
  /// source knows. The event arrives. Then the node is down until it is {@linkplain #start
  /// started}.
  ///
  /// The source is interrupted, too, for within one program no thread can be made to end; whatever
  /// it still sends fails.
  ///
  /// @param occasion what makes the source send an event
  public void dieTelling(Occasion occasion) {
    current.gate.dieAfterTheNext();
    try {
      occasion.happen();
    } catch (Exception e) {
      throw new AssertionError("the occasion did not come about", e);
    }
    var _ =
        Patience.await(
            "that the source sends something",
            () -> current.gate.isDead() ? Optional.of(true) : Optional.empty());
    stop();
  }

  /// Stops the source, as a node that stops does, and waits for it.
  ///
  /// @throws AssertionError when it has not ended within the grace that a node gives it
  public void stop() {
    trial.stop();
    if (current.gate.isInUse()) {
      throw new AssertionError("the source ignored its interrupt");
    }
  }

  /// Starts the node again after it was stopped, or has died, with what is on its disk.
  public void start() {
    current.gate.revive();
    try {
      trial.restart();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Does the same, with a source that has other settings.
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
