package io.steward.runtime.bus;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Events of a loopback bus, one at a time; each comes again until it was acknowledged.
final class LoopbackIntake implements Bus.Intake {

  private static final int LOOKS = 100;

  private final LoopbackBus bus;
  private final String stream;
  private final String subject;
  private long taken;

  LoopbackIntake(LoopbackBus bus, String stream, String subject) {
    this.bus = bus;
    this.stream = stream;
    this.subject = subject;
  }

  @Override
  public Optional<Bus.Held> next() throws IOException, InterruptedException {
    for (int i = 0; i < LOOKS; i++) {
      try (Bus.Backlog backlog = bus.read(stream, subject, new Bus.Start.At(taken + 1))) {
        Optional<Delivery> next = backlog.next();
        if (next.isPresent()) {
          return next.map(Taken::new);
        }
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return Optional.empty();
  }

  @Override
  public void close() {}

  /// An event in memory.
  private final class Taken implements Bus.Held {
    private final Delivery delivery;

    Taken(Delivery delivery) {
      this.delivery = delivery;
    }

    @Override
    public Delivery delivery() {
      return delivery;
    }

    @Override
    public void acknowledge() {
      taken = delivery.sequence();
    }

    @Override
    public void inProgress() {}
  }
}
