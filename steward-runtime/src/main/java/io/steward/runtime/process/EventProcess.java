package io.steward.runtime.process;

import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Delivery;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process of a subject of events. What is stored waits in its stream until somebody handles
/// it.
final class EventProcess extends SubjectProcess<EventSpec<?>> {

  private static final Logger log = LoggerFactory.getLogger(EventProcess.class);
  private static final int UNSTORED = 1000;

  private final Host host;
  private final Bus bus;
  private final Subject subject;
  private final ArrayBlockingQueue<Delivery> unstored = new ArrayBlockingQueue<>(UNSTORED);
  private final Bus.Listening listening;

  EventProcess(EventSpec<?> spec, Host host, Bus bus) {
    super(spec, new Tally(host.changes()));
    this.host = host;
    this.bus = bus;
    this.subject = spec.subject();
    this.listening =
        bus.listen(
            name(),
            delivery -> {
              // what is stored comes through the intake; this is for whoever does not store
              if (!delivery.isStored() && !unstored.offer(delivery)) {
                log.warn("{}: an event that was not stored is dropped", subject);
              }
            });
  }

  @Override
  String name() {
    return subject.toString();
  }

  Subject subject() {
    return subject;
  }

  @Override
  EventSpec<?> emptied(EventSpec<?> how) {
    return how.vacant();
  }

  @Override
  @Nullable Crew crew(EventSpec<?> how, String vacant) {
    return vacant.isEmpty() ? hired(how) : null;
  }

  private <A> Crew hired(EventSpec<A> how) {
    return new EventCrew<>(how, host, bus, unstored, tally());
  }

  @Override
  ProcessReport report() {
    return tally().report(name(), unstored.size());
  }

  /// Hears no more, after it was closed or let go of.
  void dismiss() {
    listening.close();
  }
}
