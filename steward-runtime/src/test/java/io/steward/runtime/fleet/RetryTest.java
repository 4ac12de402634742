package io.steward.runtime.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.Message;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.LoopbackBus;
import io.steward.runtime.bus.MessageRefusedException;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.bus.RevisionConflictException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryTest {

  private static final Subject SHIP = Subject.parse("ship1.command.echo.test");
  private static final Subject BOAT = Subject.parse("boat1.command.echo.test");
  private static final MessageEncoder ENCODER =
      new MessageEncoder(new NodeName("operator"), InstantSource.system());
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final LoopbackBus broker = new LoopbackBus(InstantSource.system());
  private final List<IOException> reported = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    broker.close();
  }

  private List<InboundMessage> stored(Subject subject) {
    List<InboundMessage> all = new ArrayList<>();
    Bus.StreamReader reader =
        broker.read(
            broker.addresses().stream(subject),
            broker.addresses().storedSubject(subject),
            new Bus.StartPosition.AtSequence(1));
    try (reader) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        all.add(next.get());
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
    return all;
  }

  private void send(UnreliableBus bus, Duration patience) throws Exception {
    new MessageSender(bus.proxy(), ENCODER)
        .send(Message.to(SHIP, Map.of()), Retry.within(patience).reporting(reported::add))
        .close();
  }

  @Test
  void aMessageThatIsNotStoredIsSentAgainWithTheSameIdAndToken() throws Exception {
    UnreliableBus bus = new UnreliableBus(broker, 5, false);
    send(bus, PATIENCE);
    assertThat(bus.attempts()).hasSize(6);
    assertThat(bus.attempts().stream().map(OutboundMessage::headers).distinct()).hasSize(1);
    assertThat(stored(SHIP)).hasSize(1);
    assertThat(reported).hasSize(5);
  }

  @Test
  void anAttemptThatIsStoredWithoutAnAcknowledgementDoesNoHarm() throws Exception {
    UnreliableBus bus = new UnreliableBus(broker, 3, true);
    send(bus, PATIENCE);
    assertThat(bus.attempts()).hasSize(4);
    assertThat(stored(SHIP)).hasSize(1);
  }

  @Test
  void allOfManyMessagesAreStoredOnceAlthoughManyAttemptsFail() throws Exception {
    UnreliableBus bus = new UnreliableBus(broker, 30, true);
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      messages.add(Message.to(i % 2 == 0 ? SHIP : BOAT, Map.of("number", i)));
    }
    List<String> ids =
        new FanOut(bus.proxy(), ENCODER)
            .send(
                messages,
                Retry.within(PATIENCE),
                new FanOut.ResultHandler<String>() {
                  @Override
                  public String onStored(ExchangeFollower follower) {
                    return follower.id();
                  }

                  @Override
                  public void onNotStored(Message message, IOException why) {
                    throw new AssertionError(why);
                  }
                });
    List<InboundMessage> all = new ArrayList<>(stored(SHIP));
    all.addAll(stored(BOAT));
    assertThat(all.stream().map(each -> each.headers().find(Header.ID)))
        .containsExactlyInAnyOrderElementsOf(ids.stream().map(Optional::of).toList());
  }

  @Test
  void whatIsNotStoredByTheDeadlineFailsWithTheLastReason() {
    UnreliableBus bus = new UnreliableBus(broker, Integer.MAX_VALUE, false);
    assertThatThrownBy(() -> send(bus, Duration.ofSeconds(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("503 No Responders");
    assertThat(reported).hasSize(bus.attempts().size() - 1);
  }

  @Test
  void aMessageThatTheBrokerRefusesIsNotSentAgain() {
    byte[] body = new byte[broker.maxPayload() + 1];
    OutboundMessage large =
        new OutboundMessage(broker.addresses().storedSubject(SHIP), Headers.NONE, body);
    Retry retry = Retry.within(PATIENCE).reporting(reported::add);
    assertThatThrownBy(() -> retry.store(broker, () -> large))
        .isInstanceOf(MessageRefusedException.class);
    OutboundMessage conflict =
        new OutboundMessage(
            broker.addresses().storedSubject(SHIP),
            Headers.NONE.with(Header.REPLACES, "7"),
            new byte[0]);
    assertThatThrownBy(() -> retry.store(broker, () -> conflict))
        .isInstanceOf(RevisionConflictException.class);
    assertThat(reported).isEmpty();
  }
}
