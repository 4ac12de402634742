package io.steward.runtime.process;

import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process of an event subject. Stored events wait in their stream until they are handled.
final class EventProcess extends SubjectProcess<EventSpec<?>> {

  private static final Logger log = LoggerFactory.getLogger(EventProcess.class);
  private static final int MAX_UNSTORED = 1000;

  private final ProcessHost host;
  private final Bus bus;
  private final Subject subject;
  private final ArrayBlockingQueue<InboundMessage> unstored =
      new ArrayBlockingQueue<>(MAX_UNSTORED);
  private final Bus.Subscription subscription;

  EventProcess(EventSpec<?> spec, ProcessHost host, Bus bus) {
    super(spec, new ProcessStats(host.engine().changes()));
    this.host = host;
    this.bus = bus;
    this.subject = spec.subject();
    this.subscription =
        bus.subscribe(
            name(),
            inbound -> {
              // stored events come from the stream; this is for those that are not stored
              if (!inbound.isStored() && !unstored.offer(inbound)) {
                log.warn("{}: the queue is full; an event that is not stored is dropped", subject);
              }
            });
  }

  @Override
  public String name() {
    return subject.toString();
  }

  Subject subject() {
    return subject;
  }

  @Override
  EventSpec<?> withoutHandler(EventSpec<?> spec) {
    return spec.withoutHandler();
  }

  @Override
  @Nullable WorkerPool createWorkers(EventSpec<?> spec, String unavailableReason) {
    return unavailableReason.isEmpty() ? createWorker(spec) : null;
  }

  private <A extends Record> WorkerPool createWorker(EventSpec<A> spec) {
    return new EventWorker<>(spec, host, bus, unstored, stats());
  }

  @Override
  public ProcessReport report() {
    return stats().report(name(), unstored.size());
  }

  /// Unsubscribes, after the process was closed or removed.
  void unsubscribe() {
    subscription.close();
  }
}
