package io.steward.runtime.process;

import io.steward.runtime.bus.BodyReference;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.UnusableBodyException;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.fleet.Expiry;
import io.steward.runtime.ledger.BodyStore;
import io.steward.runtime.ledger.LedgerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The arguments of accepted messages, also of those whose body travels apart: it is fetched by the
/// thread that needs it, so that no other message waits for it.
///
/// @param bus where they are
/// @param bodies where they are kept until the message has ended
/// @param clock by which expiry is judged
/// @param timers for the pauses between attempts
record ArgumentLoader(Bus bus, BodyStore bodies, InstantSource clock, Timers timers) {

  private static final Logger log = LoggerFactory.getLogger(CommandProcess.class);
  private static final Duration MIN_BACKOFF = Duration.ofMillis(200);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);
  private static final int MAX_ATTEMPTS_WHILE_CONNECTED = 10;

  /// Sees to it that they are here. While the broker cannot be reached this waits, as long as the
  /// message may still be started.
  ///
  /// @return whether they are; false when it has expired meanwhile
  /// @throws UnusableBodyException when they never will be
  boolean fetch(LedgerEntry entry) throws InterruptedException, UnusableBodyException {
    if (entry.bodyAt().isEmpty()) {
      return true;
    }
    BodyReference reference = parseReference(entry.bodyAt().get());
    checkSize(reference.size());
    Backoff backoff = new Backoff(timers, MIN_BACKOFF, MAX_BACKOFF);
    int attempts = 0;
    while (!Expiry.hasPassed(entry.expires(), clock)) {
      try {
        reference.fetch(bus, bodies.fetchedPath(entry.id()));
        return true;
      } catch (IOException e) {
        log.debug("{}: its body is fetched again: {}", entry.id(), e.getMessage());
        attempts += bus.isUp() ? 1 : 0;
        if (attempts == MAX_ATTEMPTS_WHILE_CONNECTED) {
          throw new UnusableBodyException("the body cannot be fetched: " + e.getMessage());
        }
      }
      backoff.pause();
    }
    return false;
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
          "the body is " + size + " bytes long; this node takes at most " + bodies.maxSize());
    }
  }

  /// Reads what was brought.
  ///
  /// @throws ProblemsException when it is no document
  /// @throws UnusableBodyException when it is larger than this node takes
  Document read(LedgerEntry entry) throws IOException, ProblemsException, UnusableBodyException {
    if (entry.bodyAt().isEmpty()) {
      checkSize(entry.body().length);
      return Document.json("arguments", entry.body());
    }
    try (InputStream in = Files.newInputStream(bodies.fetchedPath(entry.id()))) {
      return Document.json("arguments", in);
    }
  }

  /// The message has ended: its body is not needed any more, neither here nor, if it is its own, in
  /// the bucket. Nobody waits for that; what is missed goes when the bucket's time is over.
  void discard(LedgerEntry entry) {
    if (entry.bodyAt().isEmpty()) {
      return;
    }
    bodies.deleteFetched(entry.id());
    if (entry.bodyAt().get().startsWith(entry.id() + ";")) {
      Thread.ofVirtual().name("dismiss " + entry.id()).start(() -> delete(entry.id()));
    }
  }

  private void delete(String name) {
    try {
      bus.deleteObject(name);
    } catch (IOException e) {
      log.debug("the body {} is left to the broker: {}", name, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
