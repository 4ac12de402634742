package io.steward.testkit;

import io.steward.api.Domain;
import io.steward.api.NodeName;
import io.steward.api.Source;
import io.steward.api.Subject;
import io.steward.runtime.agent.Trial;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.fleet.WholeBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A node called `bench` with one source on it, whose events go to a node called `sink`.
public final class SourceStand implements AutoCloseable {

  private final Trial trial;
  private final Subject target;

  private SourceStand(Trial trial, Subject target) {
    this.trial = trial;
    this.target = target;
  }

  static SourceStand start(NodeName node, Domain domain, Source source) {
    Subject target = Subject.event(new NodeName("sink"), source.method(), domain);
    try {
      return new SourceStand(
          Trial.ofSource(node, target, () -> source, source.getClass().getClassLoader()), target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The events that were stored so far, as plain data.
  public List<Map<String, Object>> events() {
    List<Map<String, Object>> events = new ArrayList<>();
    Bus bus = trial.bus();
    WholeBody bodies = new WholeBody(bus);
    try (Bus.Backlog backlog =
        bus.read(
            bus.addresses().eventsStream(), bus.addresses().stored(target), new Bus.Start.At(1))) {
      for (var next = backlog.next(); next.isPresent(); next = backlog.next()) {
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

  /// What the source said of itself last.
  public String status() {
    return trial.reports().stream()
        .filter(report -> report.subject().contains(".source."))
        .map(report -> report.lastError().isEmpty() ? report.state() : report.lastError())
        .findFirst()
        .orElse("");
  }

  /// What the source has told about its node, as plain data.
  public Map<String, Object> facts() {
    return trial.facts();
  }

  /// Stops the source, as a node that stops does, and waits for it.
  public void stop() {
    trial.stop();
  }

  @Override
  public void close() {
    trial.close();
  }
}
