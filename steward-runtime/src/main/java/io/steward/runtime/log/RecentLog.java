package io.steward.runtime.log;

import io.steward.api.LogEntry;
import io.steward.api.NodeLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// Keeps the newest warnings and errors. There is one for the program, as there is one log.
public final class RecentLog extends Handler implements NodeLog {

  private static final int KEPT = 1000;
  private static final int LONGEST_TEXT = 4 << 10;
  private static final int LONGEST_TRACE = 16 << 10;
  private static final RecentLog HERE = new RecentLog();

  private final String run = UUID.randomUUID().toString();
  private final Formatter formatter = new SimpleFormatter();
  private final Deque<LogEntry> entries = new ArrayDeque<>();
  private final Lock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private long count;

  private RecentLog() {
    setLevel(Level.WARNING);
  }

  /// That of this program, which keeps what is logged from the first call on.
  public static RecentLog here() {
    Logger root = Logger.getLogger("");
    synchronized (HERE) {
      if (!Arrays.asList(root.getHandlers()).contains(HERE)) {
        root.addHandler(HERE);
      }
    }
    return HERE;
  }

  @Override
  public void publish(LogRecord record) {
    if (!isLoggable(record)) {
      return;
    }
    LogEntry.Level level =
        record.getLevel().intValue() < Level.SEVERE.intValue()
            ? LogEntry.Level.WARNING
            : LogEntry.Level.ERROR;
    String logger = record.getLoggerName() == null ? "" : record.getLoggerName();
    String text = cut(formatter.formatMessage(record), LONGEST_TEXT);
    Optional<String> trace = Optional.ofNullable(record.getThrown()).map(RecentLog::trace);
    lock.lock();
    try {
      entries.add(new LogEntry(++count, record.getInstant(), level, logger, text, trace));
      if (entries.size() > KEPT) {
        entries.remove();
      }
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return cut(text.toString().strip(), LONGEST_TRACE);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }

  @Override
  public String run() {
    return run;
  }

  @Override
  public List<LogEntry> after(long number, int most) throws InterruptedException {
    if (number < 0 || most < 1) {
      throw new IllegalArgumentException("there are no " + most + " entries after " + number);
    }
    lock.lockInterruptibly();
    try {
      while (count <= number) {
        more.await();
      }
      return entries.stream().filter(entry -> entry.number() > number).limit(most).toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void flush() {}

  /// Nothing is let go of: whoever resets the log may use it again.
  @Override
  public void close() {}
}
