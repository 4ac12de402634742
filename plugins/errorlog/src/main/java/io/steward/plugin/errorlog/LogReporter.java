package io.steward.plugin.errorlog;

import io.steward.api.LogEntry;
import io.steward.api.Message;
import io.steward.api.RecentLog;
import io.steward.api.SourceContext;
import java.io.IOException;
import java.util.List;

/// Sends the entries of the node's log that have not been sent yet.
///
/// The position is stored after an event has been sent. A source that is restarted, for example
/// after a full disk, sends what it had not, and filters again what it had left out.
final class LogReporter {

  private static final int AT_ONCE = 20; // of at most 20 KiB each

  private final ErrorSource settings;
  private final SourceContext context;
  private final RecentLog log;
  private final RateLimit rateLimit;
  private long seen;
  private long dropped;

  private LogReporter(ErrorSource settings, SourceContext context, long seen) {
    this.settings = settings;
    this.context = context;
    this.log = context.recentLog();
    this.rateLimit = new RateLimit(settings.most(), System.nanoTime());
    this.seen = seen;
  }

  /// Continues at the stored position of this run of the node.
  static LogReporter begin(ErrorSource settings, SourceContext context) throws IOException {
    long seen = LogPosition.find(context.positions(), context.recentLog().run()).number();
    return new LogReporter(settings, context, seen);
  }

  /// Waits for log entries, and sends those that pass the filter and the rate limit.
  void sendMore() throws IOException, InterruptedException {
    List<LogEntry> found = gather();
    dropped += found.getFirst().number() - seen - 1; // no longer kept by the log
    seen = found.getLast().number();
    List<LogEntry> sent =
        found.stream().filter(this::passesFilter).filter(this::isWithinLimit).toList();
    if (!sent.isEmpty()) {
      Batch batch = new Batch(log.run(), seen, dropped, sent);
      context.outbox().send(Message.to(context.target(), batch));
      new LogPosition(log.run(), seen).put(context.positions());
      dropped = 0;
    }
  }

  private List<LogEntry> gather() throws InterruptedException {
    List<LogEntry> found = log.after(seen, AT_ONCE);
    if (found.size() < AT_ONCE) {
      Thread.sleep(settings.delay());
      found = log.after(seen, AT_ONCE);
    }
    return found;
  }

  /// Leaves out entries about these very events, which would only cause more of them.
  private boolean passesFilter(LogEntry entry) {
    return entry.level().compareTo(settings.level()) >= 0
        && !entry.text().contains(".event." + ErrorSource.METHOD + ".")
        && settings.except().stream().noneMatch(entry.text()::contains);
  }

  private boolean isWithinLimit(LogEntry entry) {
    boolean acquired = rateLimit.tryAcquire(System.nanoTime());
    if (!acquired) {
      dropped++;
    }
    return acquired;
  }
}
