package io.steward.runtime.bus;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Events of a loopback bus, one at a time; each comes again until it was acknowledged.
final class LoopbackDurableConsumer implements Bus.DurableConsumer {

  private static final int LOOKS = 100;

  private final LoopbackBus bus;
  private final String stream;
  private final String subject;
  private final Map<String, Long> acknowledged;

  /// @param acknowledged up to which sequence, for each subject; shared by all intakes of a bus
  LoopbackDurableConsumer(
      LoopbackBus bus, String stream, String subject, Map<String, Long> acknowledged) {
    this.acknowledged = acknowledged;
    this.bus = bus;
    this.stream = stream;
    this.subject = subject;
  }

  @Override
  public Optional<Bus.AckableMessage> next() throws IOException, InterruptedException {
    for (int i = 0; i < LOOKS; i++) {
      long taken = acknowledged.getOrDefault(subject, 0L);
      try (Bus.StreamReader reader =
          bus.read(stream, subject, new Bus.StartPosition.AtSequence(taken + 1))) {
        Optional<InboundMessage> next = reader.next();
        if (next.isPresent()) {
          return next.map(TakenMessage::new);
        }
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return Optional.empty();
  }

  @Override
  public void close() {}

  /// An event in memory.
  private final class TakenMessage implements Bus.AckableMessage {
    private final InboundMessage delivery;

    TakenMessage(InboundMessage delivery) {
      this.delivery = delivery;
    }

    @Override
    public InboundMessage delivery() {
      return delivery;
    }

    @Override
    public void acknowledge() {
      acknowledged.merge(subject, delivery.sequence(), Math::max);
    }

    @Override
    public void inProgress() {}
  }
}
