package io.steward.runtime.log;

import io.steward.api.LogEntry;
import io.steward.api.RecentLog;
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
public final class RecentLogHandler extends Handler implements RecentLog {

  private static final int MAX_ENTRIES = 1000;
  private static final int MAX_TEXT_LENGTH = 4 << 10;
  private static final int MAX_TRACE_LENGTH = 16 << 10;
  private static final RecentLogHandler INSTANCE = new RecentLogHandler();

  private final String run = UUID.randomUUID().toString();
  private final Formatter formatter = new SimpleFormatter();
  private final Deque<LogEntry> entries = new ArrayDeque<>();
  private final Lock lock = new ReentrantLock();
  private final Condition entryAdded = lock.newCondition();
  private long count;

  private RecentLogHandler() {
    setLevel(Level.WARNING);
  }

  /// The instance of this program. It keeps what is logged from the first call on.
  public static RecentLogHandler install() {
    Logger root = Logger.getLogger("");
    synchronized (INSTANCE) {
      if (!Arrays.asList(root.getHandlers()).contains(INSTANCE)) {
        root.addHandler(INSTANCE);
      }
    }
    return INSTANCE;
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
    String text = truncate(formatter.formatMessage(record), MAX_TEXT_LENGTH);
    Optional<String> trace =
        Optional.ofNullable(record.getThrown()).map(RecentLogHandler::stackTrace);
    lock.lock();
    try {
      entries.add(new LogEntry(++count, record.getInstant(), level, logger, text, trace));
      if (entries.size() > MAX_ENTRIES) {
        entries.remove();
      }
      entryAdded.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return truncate(text.toString().strip(), MAX_TRACE_LENGTH);
  }

  private static String truncate(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }

  @Override
  public String run() {
    return run;
  }

  @Override
  public List<LogEntry> after(long number, int limit) throws InterruptedException {
    if (number < 0 || limit < 1) {
      throw new IllegalArgumentException("cannot return " + limit + " entries after " + number);
    }
    lock.lockInterruptibly();
    try {
      while (count <= number) {
        entryAdded.await();
      }
      return entries.stream().filter(entry -> entry.number() > number).limit(limit).toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void flush() {}

  /// Does nothing: the log may be reset and used again.
  @Override
  public void close() {}
}
