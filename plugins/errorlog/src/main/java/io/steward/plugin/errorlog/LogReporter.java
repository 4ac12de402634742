package io.steward.plugin.errorlog;

import io.steward.api.LogEntry;
import io.steward.api.Message;
import io.steward.api.NodeLog;
import io.steward.api.SourceContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What a source has told of its node's log, and what it has not.
///
/// How far it is, is noted when an event has been sent. So a source that is started anew, because
/// the disk was full say, tells what it had not, and what it had left out is judged again.
final class LogReporter {

  private static final int AT_ONCE = 20; // 20 KiB each at most

  private final ErrorSource settings;
  private final SourceContext context;
  private final NodeLog log;
  private final Path note;
  private final RateLimit rateLimit;
  private long seen;
  private long untold;

  private LogReporter(ErrorSource settings, SourceContext context, Path note, long seen) {
    this.settings = settings;
    this.context = context;
    this.log = context.log();
    this.note = note;
    this.rateLimit = new RateLimit(settings.most(), System.nanoTime());
    this.seen = seen;
  }

  /// Goes on where this run of the node was told up to.
  static LogReporter begin(ErrorSource settings, SourceContext context) throws IOException {
    Path note = context.data().resolve("position");
    long seen = LogPosition.read(note, context.log().run()).number();
    return new LogReporter(settings, context, note, seen);
  }

  /// Waits until something is logged, and tells it when it is to be told.
  void tellMore() throws IOException, InterruptedException {
    List<LogEntry> found = gather();
    untold += found.getFirst().number() - seen - 1; // not kept any more
    seen = found.getLast().number();
    List<LogEntry> told = found.stream().filter(this::isMeant).filter(this::isAllowed).toList();
    if (!told.isEmpty()) {
      Batch batch = new Batch(log.run(), seen, untold, told);
      context.outbox().send(Message.to(context.target(), batch));
      new LogPosition(log.run(), seen).write(note);
      untold = 0;
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

  /// What goes wrong with these very events is not told by more of them.
  private boolean isMeant(LogEntry entry) {
    return entry.level().compareTo(settings.level()) >= 0
        && !entry.text().contains(".event." + ErrorSource.METHOD + ".")
        && settings.except().stream().noneMatch(entry.text()::contains);
  }

  private boolean isAllowed(LogEntry entry) {
    boolean allowed = rateLimit.take(System.nanoTime());
    if (!allowed) {
      untold++;
    }
    return allowed;
  }
}
