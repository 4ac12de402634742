package io.steward.runtime.process;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.Letter;
import io.steward.runtime.ledger.Outgoing;
import io.steward.runtime.ledger.Outgoing.Numbered;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries what this node says to the broker, in order, as often as it takes.
///
/// Many letters are under way at a time; when one is not confirmed, it and all that were posted
/// after it are carried again. The broker knows the ids of those it has.
public final class Courier implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Courier.class);
  private static final int WINDOW = 256;
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Bus bus;
  private final Outgoing outgoing;
  private final Thread thread;

  private Courier(Bus bus, Outgoing outgoing, String name) {
    this.bus = bus;
    this.outgoing = outgoing;
    this.thread = Thread.ofVirtual().name(name + " courier").unstarted(this::carry);
  }

  /// Starts carrying.
  public static Courier start(Bus bus, Outgoing outgoing, String name) {
    Courier courier = new Courier(bus, outgoing, name);
    courier.thread.start();
    return courier;
  }

  private void carry() {
    Pause pause = new Pause(SHORTEST_PAUSE, LONGEST_PAUSE);
    try {
      bus.addresses();
      while (!Thread.currentThread().isInterrupted()) {
        long seen = outgoing.posts();
        try {
          List<Numbered> batch = outgoing.after(0, WINDOW);
          if (batch.isEmpty()) {
            outgoing.awaitMore(seen, LONGEST_PAUSE);
            continue;
          }
          carry(batch);
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

  private void carry(List<Numbered> batch) throws IOException {
    List<CompletableFuture<Bus.Receipt>> receipts = new ArrayList<>();
    for (Numbered each : batch) {
      Letter letter =
          new Letter(
              each.posting().subject(),
              new Headers(each.posting().headers()),
              each.posting().body());
      receipts.add(bus.store(letter));
      each.posting()
          .copyTo()
          .ifPresent(to -> bus.publish(new Letter(to, letter.headers(), letter.body())));
    }
    List<Numbered> confirmed = new ArrayList<>();
    try {
      for (int i = 0; i < batch.size(); i++) {
        receipts.get(i).join();
        confirmed.add(batch.get(i));
      }
    } catch (CompletionException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    } finally {
      outgoing.delivered(confirmed);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
