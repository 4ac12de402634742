package io.steward.runtime.intake;

import io.steward.api.State;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.concurrent.Backoff;
import io.steward.runtime.concurrent.LoggedTask;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.fleet.Expiry;
import io.steward.runtime.ledger.BodyStore;
import io.steward.runtime.ledger.Ledger;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.objects.BodyBucket;
import io.steward.runtime.objects.BodyReference;
import io.steward.runtime.objects.UnusableBodyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loads the arguments of accepted messages. A body that is stored separately is fetched by the
/// thread that needs it, so that no other message waits for it.
///
/// @param bus where separate bodies are stored
/// @param bodies where fetched bodies are kept until their message has ended
/// @param clock decides whether a message has expired
/// @param timers for the pauses between attempts
public record ArgumentLoader(Bus bus, BodyStore bodies, InstantSource clock, Timers timers) {

  private static final Logger log = LoggerFactory.getLogger(ArgumentLoader.class);
  private static final Duration MIN_BACKOFF = Duration.ofMillis(200);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);
  private static final int MAX_ATTEMPTS_WHILE_CONNECTED = 10;

  /// Fetches the body of a message unless it is already here. While the broker is unreachable, it
  /// waits as long as the message may still be started.
  ///
  /// @return true if the body is here; false if the message has expired meanwhile
  /// @throws UnusableBodyException if the body can never be used
  public boolean fetch(LedgerEntry entry) throws InterruptedException, UnusableBodyException {
    if (entry.bodyAt().isEmpty()) {
      return true;
    }
    BodyReference reference = parseReference(entry.bodyAt().get());
    checkSize(reference.size());
    BodyBucket bucket = BodyBucket.waiting(bus, () -> !Expiry.hasPassed(entry.expires(), clock));
    Backoff backoff = new Backoff(MIN_BACKOFF, MAX_BACKOFF);
    int attempts = 0;
    while (!Expiry.hasPassed(entry.expires(), clock)) {
      try {
        bucket.fetch(reference, fetchedPath(entry));
        return true;
      } catch (IOException e) {
        log.debug("{}: fetching its body again: {}", entry.id(), e.getMessage());
        attempts += bus.isUp() ? 1 : 0;
        if (attempts == MAX_ATTEMPTS_WHILE_CONNECTED) {
          throw new UnusableBodyException("the body cannot be fetched: " + e.getMessage());
        }
      }
      timers.sleep(backoff.next());
    }
    return false;
  }

  /// Where a body that is stored separately is kept until its message has ended.
  public Path fetchedPath(LedgerEntry entry) {
    return bodies.fetchedPath(entry.key());
  }

  private static BodyReference parseReference(String header) throws UnusableBodyException {
    try {
      return BodyReference.parse(header);
    } catch (IllegalArgumentException e) {
      throw new UnusableBodyException(String.valueOf(e.getMessage()));
    }
  }

  private void checkSize(long size) throws UnusableBodyException {
    if (size > bodies.maxSize()) {
      throw new UnusableBodyException(
          "the body is " + size + " bytes long; this node accepts at most " + bodies.maxSize());
    }
  }

  /// Parses the arguments.
  ///
  /// @throws ProblemsException if they are not a valid document
  /// @throws UnusableBodyException if they are larger than this node allows
  public Document read(LedgerEntry entry)
      throws IOException, ProblemsException, UnusableBodyException {
    if (entry.bodyAt().isEmpty()) {
      checkSize(entry.body().length);
      return Document.json("arguments", entry.body());
    }
    try (InputStream in = Files.newInputStream(fetchedPath(entry))) {
      return Document.json("arguments", in);
    }
  }

  /// Discards the body of a message that has ended: on this node, and in the bucket if its sender
  /// stored it for this message. Returns before the bucket is changed; what is left there is
  /// removed by the bucket's retention.
  public void discard(LedgerEntry entry) {
    if (entry.bodyAt().isEmpty()) {
      return;
    }
    bodies.deleteFetched(entry.key());
    String own = BodyReference.argumentsName(entry.from(), entry.subject(), entry.id());
    if (entry.bodyAt().get().startsWith(own + ";")) { // never a body of another message
      inBackground(entry, () -> delete(own));
    }
  }

  /// Discards the body of a message that is not executed, unless the message is a duplicate of one
  /// that has not ended. Returns at once.
  void discardIfEnded(LedgerEntry entry, Ledger ledger) {
    if (entry.bodyAt().isEmpty()) {
      return;
    }
    inBackground(
        entry,
        () -> {
          try {
            if (ledger.state(entry.key()).filter(State::isTerminal).isPresent()) {
              discard(entry);
            }
          } catch (IOException e) {
            log.debug(
                "the body of {} stays in the bucket until its retention ends: {}",
                entry.id(),
                e.getMessage());
          }
        });
  }

  private static void inBackground(LedgerEntry entry, Runnable discard) {
    String name = "discard body " + entry.id();
    Thread.ofVirtual().name(name).start(new LoggedTask(name, discard));
  }

  private void delete(String name) {
    try {
      BodyBucket.of(bus).delete(name);
    } catch (IOException e) {
      log.debug(
          "the body {} stays in the bucket until its retention ends: {}", name, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
