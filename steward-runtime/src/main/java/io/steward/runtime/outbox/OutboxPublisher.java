package io.steward.runtime.outbox;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.BusClosedException;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.concurrent.Backoff;
import io.steward.runtime.concurrent.SupervisedThread;
import io.steward.runtime.engine.EngineContext;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.ledger.ConfirmedRow;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.OutboxMessage;
import io.steward.runtime.ledger.OutboxRow;
import io.steward.runtime.ledger.OutboxStore;
import io.steward.runtime.objects.BodyBucket;
import io.steward.runtime.objects.BodyConflictException;
import io.steward.runtime.objects.BodyReference;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes this node's outbox to the broker, in order, and retries until it is confirmed.
///
/// Many messages are in flight at a time, in a {@link SubjectBatch} for each subject; those that
/// are not confirmed are published again, and the broker recognizes duplicates by their ids.
/// Nothing is published over a new connection before it is known what the broker has lost; what a
/// client's queue carries over is published again after that, and counts as confirmed only then. A
/// message with a large body waits for the upload of its body, and later messages on its subject
/// wait for it.
final class OutboxPublisher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OutboxPublisher.class);
  private static final int WINDOW = 256;

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration MIN_BACKOFF = Duration.ofMillis(100);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);

  private final Bus bus;
  private final OutboxStore outbox;
  private final BrokerReconciliation reconciliation;
  private final Timers timers;
  private final BodyUploader uploader;
  private final SupervisedThread thread;
  private String session = "";

  private OutboxPublisher(
      Bus bus, Ledger ledger, BrokerReconciliation reconciliation, EngineContext engine) {
    this.bus = bus;
    this.outbox = ledger.outbox();
    this.reconciliation = reconciliation;
    this.timers = engine.timers();
    this.uploader = new BodyUploader(bus, ledger.bodies(), engine, outbox::wake);
    this.thread = SupervisedThread.virtual(engine.node() + " outbox", engine.failures(), this::run);
  }

  /// Starts to publish.
  ///
  /// @param reconciliation runs over each new connection
  static OutboxPublisher start(
      Bus bus, Ledger ledger, BrokerReconciliation reconciliation, EngineContext engine) {
    OutboxPublisher publisher = new OutboxPublisher(bus, ledger, reconciliation, engine);
    publisher.uploader.start();
    bus.onLinkEvent(link -> publisher.outbox.wake());
    publisher.thread.start();
    return publisher;
  }

  private void run() throws InterruptedException {
    Backoff backoff = new Backoff(MIN_BACKOFF, MAX_BACKOFF);
    try {
      Addresses addresses = bus.addresses();
      while (true) {
        long seen = outbox.appendCount();
        try {
          reconcileNewSession(addresses);
          List<OutboxRow> batch = ready(outbox.after(0, WINDOW));
          if (batch.isEmpty()) {
            outbox.awaitMore(seen, MAX_BACKOFF);
            continue;
          }
          publishBatches(batch, addresses);
          backoff.reset();
        } catch (IOException e) {
          log.debug("publishing again: {}", e.getMessage());
          timers.sleep(backoff.next());
        }
      }
    } catch (BusClosedException stop) {
      log.debug("{}: {}", thread.name(), stop.getMessage());
    }
  }

  private void reconcileNewSession(Addresses addresses) throws IOException, InterruptedException {
    String now = bus.session();
    if (!now.equals(session)) {
      reconciliation.reconcile(addresses);
      session = now;
    }
  }

  /// The rows that need not wait for a body.
  private List<OutboxRow> ready(List<OutboxRow> batch) {
    List<OutboxRow> ready = new ArrayList<>();
    Set<String> waiting = new HashSet<>();
    for (OutboxRow each : batch) {
      String subject = each.message().subject();
      if (waiting.contains(subject)
          || each.message().file().filter(file -> !uploader.isUploaded(file)).isPresent()) {
        waiting.add(subject);
      } else {
        ready.add(each);
      }
    }
    return ready;
  }

  private void publishBatches(List<OutboxRow> rows, Addresses addresses)
      throws IOException, InterruptedException {
    List<ConfirmedRow> confirmed = Collections.synchronizedList(new ArrayList<>());
    List<Future<?>> futures = new ArrayList<>();
    Optional<Exception> failure = Optional.empty();
    Optional<Throwable> bug = Optional.empty();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (SubjectBatch batch : SubjectBatch.of(rows)) {
        Callable<Void> publish = () -> publishBatch(batch, addresses, confirmed);
        futures.add(executor.submit(publish));
      }
      for (Future<?> each : futures) {
        try {
          each.get();
        } catch (ExecutionException e) { // one that is rejected delays no other
          failure = failure.or(() -> Optional.of(e));
          bug = bug.or(() -> bug(e));
        }
      }
    }
    try {
      outbox.confirm(confirmed).join();
    } catch (CompletionException e) {
      failure = failure.or(() -> Optional.of(e));
    }
    if (bug.isPresent()) {
      throw new IllegalStateException("a message cannot be published: " + bug.get(), bug.get());
    }
    if (failure.isPresent()) {
      throw new IOException(String.valueOf(failure.get().getMessage()), failure.get());
    }
  }

  /// What ended the publishing of a batch, if it was neither the broker nor the link.
  private static Optional<Throwable> bug(ExecutionException failure) {
    return Optional.ofNullable(failure.getCause())
        .filter(cause -> cause instanceof RuntimeException || cause instanceof Error)
        .filter(cause -> !(cause instanceof CompletionException)); // what the broker answered
  }

  /// Publishes a batch until it ends or fails.
  private @Nullable Void publishBatch(
      SubjectBatch batch, Addresses addresses, List<ConfirmedRow> confirmed)
      throws IOException, InterruptedException {
    for (List<OutboxRow> stage : batch.stages()) {
      if (!bus.session().equals(session)) {
        throw new IOException("the link went down while publishing");
      }
      List<CompletableFuture<Bus.PublishAck>> acks = new ArrayList<>();
      for (OutboxRow each : stage) {
        acks.add(publish(each, addresses));
      }
      for (int i = 0; i < stage.size(); i++) {
        OutboxRow each = stage.get(i);
        Bus.PublishAck ack = acks.get(i).join();
        if (!bus.session().equals(session)) {
          throw new IOException("it is unknown what the broker has lost since it was published");
        }
        confirmed.add(confirmed(each, ack));
        each.message().file().ifPresent(uploader::messageStored);
      }
    }
    return null;
  }

  private CompletableFuture<Bus.PublishAck> publish(OutboxRow row, Addresses addresses)
      throws InterruptedException {
    OutboxMessage message = row.message();
    try {
      OutboundMessage outbound =
          detachLarge(
              new OutboundMessage(
                  storedSubject(message.subject(), addresses),
                  new Headers(message.headers()),
                  message.body()),
              bodyName(message));
      CompletableFuture<Bus.PublishAck> ack = bus.store(outbound);
      message.copyTo().ifPresent(to -> bus.publish(outbound.copyTo(to)));
      return ack;
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private OutboundMessage detachLarge(OutboundMessage message, String bodyName)
      throws IOException, InterruptedException {
    try {
      return BodyBucket.of(bus).detachLarge(message, bodyName);
    } catch (BodyConflictException e) {
      log.error("{}; the receiver will report that", e.getMessage());
      return BodyBucket.referring(message, bodyName);
    }
  }

  /// The name of a body that the broker does not accept within its message.
  private static String bodyName(OutboxMessage message) {
    Map<String, String> headers = message.headers();
    NodeName sender = new NodeName(headers.getOrDefault(Header.FROM, ""));
    return SubjectBatch.isAnswer(message.subject())
        ? sender + "." + headers.getOrDefault(Header.DEDUPLICATION, "")
        : BodyReference.argumentsName(
            sender, Subject.parse(message.subject()), headers.getOrDefault(Header.ID, ""));
  }

  /// In the outbox, messages to other nodes have their four-token subject, and answers the subject
  /// under which they are stored.
  private static String storedSubject(String subject, Addresses addresses) {
    return SubjectBatch.isAnswer(subject)
        ? subject
        : addresses.storedSubject(Subject.parse(subject));
  }

  private static ConfirmedRow confirmed(OutboxRow row, Bus.PublishAck ack) {
    Map<String, String> headers = row.message().headers();
    ConfirmedRow.Kind kind =
        SubjectBatch.isAnswer(row.message().subject())
            ? new ConfirmedRow.Kind.Answered(headers.getOrDefault(Header.DEDUPLICATION, ""))
            : new ConfirmedRow.Kind.Sent(headers.getOrDefault(Header.ID, ""));
    return new ConfirmedRow(row, kind, ack.stream(), ack.sequence());
  }

  @Override
  public void close() {
    uploader.close();
    var _ = thread.stop(STOP_TIMEOUT);
  }
}
