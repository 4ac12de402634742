package io.steward.runtime.intake;

import io.steward.api.NodeName;
import io.steward.api.State;
import io.steward.runtime.concurrent.TokenBucket;
import io.steward.runtime.engine.MetricsListener;
import io.steward.runtime.engine.Timers;
import io.steward.runtime.ledger.LedgerEntry;
import io.steward.runtime.ledger.OutboxMessage;
import io.steward.runtime.outbox.AnswerFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a node says of the messages that it refuses. Anybody who reaches the broker can cause
/// refusals, as many as they like, so that each must cost little: only senders that some binding
/// knows are answered, at a limited rate for each, and the log has a limited rate, too.
///
/// Safe for use by any thread.
public final class Refusals {

  private static final Logger log = LoggerFactory.getLogger(Refusals.class);
  private static final int MAX_ANSWERS_AT_ONCE = 200;
  private static final Duration PER_ANSWER = Duration.ofMillis(50);
  private static final int MAX_LINES_AT_ONCE = 20;
  private static final Duration PER_LINE = Duration.ofSeconds(5);

  /// The number of senders whose rate is remembered; of more, the one that was silent for longest
  /// is forgotten.
  private static final int MAX_SENDERS = 256;

  /// Limits the answers to all senders together: names cost a hostile sender nothing.
  private static final int MAX_ANSWERS_OF_ALL = MAX_ANSWERS_AT_ONCE * 4;

  private final AnswerFactory answers;
  private final Timers timers;
  private final MetricsListener metrics;
  private final Map<NodeName, TokenBucket> bySender = new LinkedHashMap<>(16, 0.75f, true);
  private final TokenBucket ofAll;
  private final TokenBucket lines;
  private volatile Predicate<NodeName> known = sender -> false;
  private long unlogged;

  /// @param answers creates the answers
  public Refusals(AnswerFactory answers, Timers timers, MetricsListener metrics) {
    this.answers = answers;
    this.timers = timers;
    this.metrics = metrics;
    this.ofAll = new TokenBucket(MAX_ANSWERS_OF_ALL, PER_ANSWER.dividedBy(4), timers.nanos());
    this.lines = new TokenBucket(MAX_LINES_AT_ONCE, PER_LINE, timers.nanos());
  }

  /// Sets who is answered.
  ///
  /// @param senders whether some binding of the node allows a sender
  public void setKnownSenders(Predicate<NodeName> senders) {
    known = senders;
  }

  /// Logs that a message was refused.
  void refused(LedgerEntry entry, String reason) {
    tell(
        "{} from {} on {}: {}, {}",
        entry.id(),
        entry.from(),
        entry.subject(),
        State.Terminal.REJECTED.word(),
        reason);
  }

  /// The answer to a message that is refused, if it is to be answered.
  Optional<OutboxMessage> answer(LedgerEntry entry, String reason) {
    return mayAnswer(entry.from())
        ? Optional.of(
            answers.terminal(
                entry.withoutReplyTo(), State.Terminal.REJECTED, Map.of("reason", reason)))
        : Optional.empty();
  }

  private synchronized boolean mayAnswer(NodeName sender) {
    if (!known.test(sender)) {
      return false;
    }
    long now = timers.nanos();
    TokenBucket bucket =
        bySender.computeIfAbsent(
            sender, _ -> new TokenBucket(MAX_ANSWERS_AT_ONCE, PER_ANSWER, now));
    if (bySender.size() > MAX_SENDERS) {
      bySender.remove(bySender.keySet().iterator().next());
    }
    return bucket.tryTake(now) && ofAll.tryTake(now);
  }

  /// Counts and logs a message that nobody can be told about.
  void ignore(MetricsListener.Ignored why, String detail) {
    metrics.ignored(why);
    tell("a message is ignored: {} ({})", why.word(), detail);
  }

  private synchronized void tell(String format, Object... arguments) {
    if (!lines.tryTake(timers.nanos())) {
      unlogged++;
      return;
    }
    if (unlogged > 0) {
      log.warn("{} more messages were refused or ignored meanwhile", unlogged);
      unlogged = 0;
    }
    log.info(format, arguments);
  }
}
