package io.steward.runtime.fleet;

import io.steward.api.Answer;
import io.steward.api.Exchange;
import io.steward.api.MessageType;
import io.steward.api.State;
import io.steward.api.Subject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.concurrent.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the answers to one message: live, and from the stream of replies whenever an answer was
/// missed or nothing was received for a while.
public final class ExchangeFollower implements Exchange {

  private static final Logger log = LoggerFactory.getLogger(ExchangeFollower.class);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(2);

  /// The longest time without an answer before the stream is checked for missed ones, if a {@link
  /// ReplyRouter} reports gaps.
  private static final Duration MAX_POLL_INTERVAL = Duration.ofSeconds(30);

  private final Bus bus;
  private final Subject subject;
  private final String id;
  private final String stream;
  private final String storedSubject;
  private final Bus.Subscription subscription;
  private final LinkedBlockingQueue<Optional<InboundMessage>> live = new LinkedBlockingQueue<>();
  private final Duration maxPollInterval;
  private final Deque<ReceivedAnswer> ready = new ArrayDeque<>();
  private long lastSequence;
  private State state = State.InProgress.STORED;
  private boolean ended;
  private boolean closed;

  private ExchangeFollower(Bus bus, Subject subject, String id, Optional<ReplyRouter> router)
      throws InterruptedException {
    this.bus = bus;
    this.subject = subject;
    this.id = id;
    this.stream = bus.addresses().repliesStream();
    this.storedSubject = bus.addresses().replySubject(subject, id);
    this.maxPollInterval = router.isPresent() ? MAX_POLL_INTERVAL : POLL_INTERVAL;
    this.subscription =
        router.isPresent()
            ? router.get().register(id, live::add)
            : bus.subscribe(
                bus.addresses().liveReplySubject(subject, id),
                answer -> live.add(Optional.of(answer)));
  }

  /// Follows a message, preferably from before it is sent. Earlier answers come first.
  public static ExchangeFollower follow(Bus bus, Subject subject, String id)
      throws InterruptedException {
    return new ExchangeFollower(bus, subject, id, Optional.empty());
  }

  /// Follows one message of many.
  static ExchangeFollower follow(Bus bus, Subject subject, String id, ReplyRouter router)
      throws InterruptedException {
    return new ExchangeFollower(bus, subject, id, Optional.of(router));
  }

  @Override
  public String id() {
    return id;
  }

  /// The subject that the message was sent to.
  public Subject subject() {
    return subject;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public Optional<Answer> next(Duration timeout) throws InterruptedException {
    return nextReceived(timeout).map(ReceivedAnswer::answer);
  }

  /// Like {@link #next}, with the whole document of the answer.
  public Optional<ReceivedAnswer> nextReceived(Duration timeout) throws InterruptedException {
    if (ended || closed) {
      throw new IllegalStateException(ended ? "the exchange has ended" : "the exchange is closed");
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    Backoff backoff = new Backoff(POLL_INTERVAL, maxPollInterval);
    Duration pollDelay = backoff.next();
    while (ready.isEmpty()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      Optional<InboundMessage> message =
          live.poll(Math.min(left, pollDelay.toNanos()), TimeUnit.NANOSECONDS);
      if (message != null && message.isPresent()) {
        receive(message.get());
        continue;
      }
      poll();
      pollDelay = backoff.next();
    }
    ReceivedAnswer received = ready.remove();
    received.state().ifPresent(now -> state = now);
    ended =
        received.answer() instanceof Answer.Outcome
            || (subject.type() == MessageType.EVENT
                && received.answer() instanceof Answer.Accepted);
    return Optional.of(received);
  }

  /// Checks the stored answers without waiting, for use when an answer may have been missed.
  public void poll() throws InterruptedException {
    try {
      Optional<InboundMessage> last = bus.lastMessage(stream, storedSubject);
      if (last.filter(message -> message.sequence() > lastSequence).isPresent()) {
        readMissed();
      }
    } catch (IOException e) {
      log.debug("cannot check the stored answers now: {}", e.getMessage());
    }
  }

  private void receive(InboundMessage message) throws InterruptedException {
    if (message.sequence() <= lastSequence) {
      return; // a duplicate, or forged: only stored answers count
    }
    long previous = message.headers().find(Header.LAST_SEQUENCE).map(Long::parseLong).orElse(0L);
    try {
      if (previous > lastSequence) {
        readMissed();
      } else {
        add(message);
      }
    } catch (IOException e) {
      log.debug("cannot read the answer now: {}", e.getMessage());
    }
  }

  private void readMissed() throws IOException, InterruptedException {
    try (Bus.StreamReader reader =
        bus.read(stream, storedSubject, new Bus.StartPosition.AtSequence(lastSequence + 1))) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        if (next.get().sequence() > lastSequence) {
          add(next.get());
        }
      }
    }
  }

  /// Adds an answer once its body could be read. Otherwise it counts as missed and is read again
  /// later.
  private void add(InboundMessage message) throws IOException, InterruptedException {
    Optional<ReceivedAnswer> answer = ReceivedAnswer.read(message, new BodyReader(bus));
    lastSequence = message.sequence();
    answer.ifPresent(ready::add);
  }

  @Override
  public void close() {
    closed = true;
    subscription.close();
  }
}
