package io.steward.runtime.bus;

import io.steward.runtime.concurrent.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The subscriptions that the broker denies, each of which is asked for again until it is granted.
/// The library does not do that, so a moment without a permission, as when an operator edits the
/// broker's configuration, would make the program deaf for good.
final class DeniedSubscriptions {

  private static final Logger log = LoggerFactory.getLogger(DeniedSubscriptions.class);
  private static final Pattern ERROR =
      Pattern.compile("(?i)permissions violation for subscription to \"([^\"]+)\".*");
  private static final Duration MIN_PAUSE = Duration.ofSeconds(1);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(20);

  private final Executor threads;
  private final Retry retry;
  private final Map<String, Denial> denials = new ConcurrentHashMap<>();

  /// Asks for a subscription again.
  @FunctionalInterface
  interface Retry {
    /// Returns when the broker has answered, and its denial, if any, was {@linkplain #record
    /// recorded}.
    ///
    /// @throws IOException if the broker cannot be asked now
    void ask(String subject) throws IOException, InterruptedException;
  }

  /// @param since when the broker denied it first
  /// @param count how often it has denied it since
  private record Denial(Instant since, AtomicLong count) {}

  /// @param threads that ask again
  DeniedSubscriptions(Executor threads, Retry retry) {
    this.threads = threads;
    this.retry = retry;
  }

  /// Records an error of the broker, if it denies a subscription.
  ///
  /// @return whether it does
  boolean record(String error) {
    Matcher matcher = ERROR.matcher(error);
    boolean denies = matcher.matches();
    if (denies) {
      String subject = matcher.group(1);
      Denial fresh = new Denial(Instant.now(), new AtomicLong());
      Denial known = denials.putIfAbsent(subject, fresh);
      if (known == null) {
        log.warn("the broker denies the subscription to {}; it is asked for again", subject);
        threads.execute(() -> askAgain(subject, fresh));
      } else {
        known.count().incrementAndGet();
      }
    }
    return denies;
  }

  private void askAgain(String subject, Denial denial) {
    Backoff backoff = new Backoff(MIN_PAUSE, MAX_PAUSE);
    try {
      while (true) {
        Thread.sleep(backoff.next());
        long before = denial.count().get();
        try {
          retry.ask(subject);
          if (denial.count().get() == before) {
            denials.remove(subject);
            log.info("the broker grants the subscription to {}", subject);
            return;
          }
        } catch (IOException e) {
          log.debug("cannot ask for {} now: {}", subject, e.getMessage());
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /// What is denied now, for the state of a unit.
  List<String> problems() {
    return denials.entrySet().stream()
        .map(each ->
            "the broker denies the subscription to %s, since %s"
                .formatted(each.getKey(), each.getValue().since().truncatedTo(ChronoUnit.SECONDS)))
        .sorted()
        .toList();
  }
}
