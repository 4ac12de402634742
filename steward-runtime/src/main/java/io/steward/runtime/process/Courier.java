package io.steward.runtime.process;

import io.steward.api.Subject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.Letter;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.Outgoing;
import io.steward.runtime.ledger.Outgoing.Numbered;
import io.steward.runtime.ledger.Posting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
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

/// Carries what this node says to the broker, in order, as often as it takes.
///
/// Many letters are under way at a time, in a {@link Convoy} for each subject; what is not
/// confirmed is carried again. The broker knows the ids of those it has. Nothing is carried over a
/// new connection before it is known what the broker has lost. A letter whose body is too large for
/// it follows its body, and whatever is posted after it on its subject waits for it.
final class Courier implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Courier.class);
  private static final int WINDOW = 256;
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Bus bus;
  private final Outgoing outgoing;
  private final Losses losses;
  private final Deadlines deadlines;
  private final Uploads uploads;
  private final Thread thread;
  private String session = "";

  private Courier(Bus bus, Ledger ledger, Losses losses, Deadlines deadlines, String name) {
    this.bus = bus;
    this.outgoing = ledger.outgoing();
    this.losses = losses;
    this.deadlines = deadlines;
    this.uploads = new Uploads(bus, ledger.bodies(), deadlines, name, outgoing::nudge);
    this.thread = Thread.ofVirtual().name(name + " courier").unstarted(this::carry);
  }

  /// Starts carrying.
  ///
  /// @param losses looked for over each new connection
  static Courier start(Bus bus, Ledger ledger, Losses losses, Deadlines deadlines, String name) {
    Courier courier = new Courier(bus, ledger, losses, deadlines, name);
    courier.uploads.start();
    bus.onLink(link -> courier.outgoing.nudge());
    courier.thread.start();
    return courier;
  }

  private void carry() {
    Pause pause = new Pause(deadlines, SHORTEST_PAUSE, LONGEST_PAUSE);
    try {
      Addresses addresses = bus.addresses();
      while (!Thread.currentThread().isInterrupted()) {
        long seen = outgoing.posts();
        try {
          lookOverNewSession(addresses);
          List<Numbered> batch = ready(outgoing.after(0, WINDOW));
          if (batch.isEmpty()) {
            outgoing.awaitMore(seen, LONGEST_PAUSE);
            continue;
          }
          carry(batch, addresses);
          pause.reset();
        } catch (IOException e) {
          log.debug("carrying again: {}", e.getMessage());
          pause.take();
        }
      }
    } catch (InterruptedException | IllegalStateException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookOverNewSession(Addresses addresses) throws IOException, InterruptedException {
    String now = bus.session();
    if (!now.equals(session)) {
      losses.look(addresses);
      session = now;
    }
  }

  /// Those that need not wait for a body.
  private List<Numbered> ready(List<Numbered> batch) {
    List<Numbered> ready = new ArrayList<>();
    Set<String> waiting = new HashSet<>();
    for (Numbered each : batch) {
      String subject = each.posting().subject();
      if (waiting.contains(subject)
          || each.posting().file().filter(file -> !uploads.isThere(file)).isPresent()) {
        waiting.add(subject);
      } else {
        ready.add(each);
      }
    }
    return ready;
  }

  private void carry(List<Numbered> batch, Addresses addresses)
      throws IOException, InterruptedException {
    List<Outgoing.Confirmed> confirmed = Collections.synchronizedList(new ArrayList<>());
    List<Future<?>> underWay = new ArrayList<>();
    Optional<Exception> failure = Optional.empty();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Convoy convoy : Convoy.of(batch)) {
        Callable<Void> travel = () -> travel(convoy, addresses, confirmed);
        underWay.add(threads.submit(travel));
      }
      for (Future<?> each : underWay) {
        try {
          each.get();
        } catch (ExecutionException e) {
          failure = failure.or(() -> Optional.of(e)); // one that is not taken holds up no other
        }
      }
    }
    try {
      outgoing.delivered(confirmed).join();
    } catch (CompletionException e) {
      failure = failure.or(() -> Optional.of(e));
    }
    if (failure.isPresent()) {
      throw new IOException(String.valueOf(failure.get().getMessage()), failure.get());
    }
  }

  /// Carries a convoy as far as it comes.
  private @Nullable Void travel(
      Convoy convoy, Addresses addresses, List<Outgoing.Confirmed> confirmed)
      throws IOException, InterruptedException {
    for (List<Numbered> stage : convoy.stages()) {
      if (!bus.session().equals(session)) {
        throw new IOException("the link went down on the way");
      }
      List<CompletableFuture<Bus.Receipt>> receipts = new ArrayList<>();
      for (Numbered each : stage) {
        receipts.add(carry(each, addresses));
      }
      for (int i = 0; i < stage.size(); i++) {
        Numbered each = stage.get(i);
        confirmed.add(confirmed(each, receipts.get(i).join()));
        each.posting().file().ifPresent(uploads::settled);
      }
    }
    return null;
  }

  private CompletableFuture<Bus.Receipt> carry(Numbered each, Addresses addresses)
      throws InterruptedException {
    Posting posting = each.posting();
    try {
      Letter letter =
          new Letter(
                  stored(posting.subject(), addresses),
                  new Headers(posting.headers()),
                  posting.body())
              .apartWhereTooLarge(bus);
      CompletableFuture<Bus.Receipt> receipt = bus.store(letter);
      posting
          .copyTo()
          .ifPresent(to -> bus.publish(new Letter(to, letter.headers(), letter.body())));
      return receipt;
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /// Messages to others are posted to their four tokens, answers to where they are stored.
  private static String stored(String subject, Addresses addresses) {
    return Convoy.isAnswer(subject) ? subject : addresses.stored(Subject.parse(subject));
  }

  private static Outgoing.Confirmed confirmed(Numbered carried, Bus.Receipt receipt) {
    Posting posting = carried.posting();
    return new Outgoing.Confirmed(
        carried.number(),
        posting.headers().getOrDefault(Header.ID, ""),
        posting.size(),
        receipt.stream(),
        receipt.sequence());
  }

  @Override
  public void close() {
    uploads.close();
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
