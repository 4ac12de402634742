package io.steward.runtime.bus;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Consumes the events of a loopback bus one at a time. Each is redelivered until it is
/// acknowledged.
final class LoopbackDurableConsumer implements Bus.DurableConsumer {

  private static final int POLLS = 100;

  private final LoopbackBus bus;
  private final String stream;
  private final String subject;
  private final Map<String, Long> acknowledged;

  /// @param acknowledged the last acknowledged sequence of each subject, shared by all consumers of
  ///   a bus
  LoopbackDurableConsumer(
      LoopbackBus bus, String stream, String subject, Map<String, Long> acknowledged) {
    this.acknowledged = acknowledged;
    this.bus = bus;
    this.stream = stream;
    this.subject = subject;
  }

  @Override
  public Optional<Bus.AckableMessage> next() throws IOException, InterruptedException {
    for (int i = 0; i < POLLS; i++) {
      long last = acknowledged.getOrDefault(subject, 0L);
      try (Bus.StreamReader reader =
          bus.read(stream, subject, new Bus.StartPosition.AtSequence(last + 1))) {
        Optional<InboundMessage> next = reader.next();
        if (next.isPresent()) {
          return next.map(AckableLoopbackMessage::new);
        }
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return Optional.empty();
  }

  @Override
  public void close() {}

  /// An event in memory.
  private final class AckableLoopbackMessage implements Bus.AckableMessage {
    private final InboundMessage message;

    AckableLoopbackMessage(InboundMessage message) {
      this.message = message;
    }

    @Override
    public InboundMessage message() {
      return message;
    }

    @Override
    public void acknowledge() {
      acknowledged.merge(subject, message.sequence(), Math::max);
    }

    @Override
    public void inProgress() {}
  }
}
