package io.steward.plugin.errorlog;

import io.steward.api.Description;
import io.steward.api.Lasting;
import io.steward.api.LogEntry;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.NodeLog;
import io.steward.api.Range;
import io.steward.api.Source;
import io.steward.api.SourceContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Sends what goes wrong on this node: the warnings and errors of its log.
///
/// @param level from which on it is told
/// @param except what is not
/// @param most how many are told in a minute
/// @param delay how long they are gathered
@Description("Sends the warnings and errors of the node's log as events.")
public record ErrorSource(
    @Description("warning: both. error: errors alone.") LogEntry.Level level,
    @Description("Regular expressions, none of which is found in what is told.")
        List<String> except,
    @Description("How many are told in a minute; the others are counted.")
        @Range(min = 1, max = 10_000)
        int most,
    @Description("How long they are gathered.") @Lasting(min = "0s", max = "1h") Duration delay)
    implements Source {

  private static final MethodName METHOD = new MethodName("errorlog");
  private static final int AT_ONCE = 20; // 20 KiB each at most
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// What an operator gets who configures nothing.
  public ErrorSource() {
    this(LogEntry.Level.WARNING, List.of(), 60, Duration.ofSeconds(1));
  }

  /// @throws IllegalArgumentException when something is no regular expression
  public ErrorSource {
    patterns(except);
  }

  private static List<Pattern> patterns(List<String> texts) {
    return texts.stream().map(ErrorSource::pattern).toList();
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "in except, \"" + text + "\" is no regular expression: " + e.getDescription(), e);
    }
  }

  @Override
  public MethodName method() {
    return METHOD;
  }

  @Override
  public void run(SourceContext context) throws IOException, InterruptedException {
    NodeLog log = context.log();
    Path file = context.data().resolve("position");
    Position position = Position.read(file, log.run());
    Allowance allowance = new Allowance(most, System.nanoTime());
    List<Pattern> excepted = patterns(except);
    long untold = 0;
    context.report("tells what goes wrong to " + context.target());
    while (true) {
      List<LogEntry> found = log.after(position.number(), AT_ONCE);
      if (found.size() < AT_ONCE) {
        Thread.sleep(delay);
        found = log.after(position.number(), AT_ONCE);
      }
      untold += found.getFirst().number() - position.number() - 1;
      List<LogEntry> told = new ArrayList<>();
      for (LogEntry entry : found) {
        if (isMeant(entry, excepted)) {
          if (allowance.take(System.nanoTime())) {
            told.add(entry);
          } else {
            untold++;
          }
        }
      }
      position = new Position(log.run(), found.getLast().number());
      if (!told.isEmpty()) {
        send(new Batch(log.run(), position.number(), untold, told), context);
        untold = 0;
      }
      position.write(file);
    }
  }

  /// What goes wrong with these very events is not told by more of them.
  private boolean isMeant(LogEntry entry, List<Pattern> excepted) {
    return entry.level().compareTo(level) >= 0
        && !entry.text().contains(".event." + METHOD + ".")
        && excepted.stream().noneMatch(each -> each.matcher(entry.text()).find());
  }

  private static void send(Batch batch, SourceContext context) throws InterruptedException {
    for (boolean sent = false; !sent; ) {
      try {
        context.outbox().send(Message.to(context.target(), batch));
        sent = true;
      } catch (UncheckedIOException full) {
        // the disk may have room again; the log waits in memory
        Throwable cause = full.getCause();
        context.report((cause == null ? full : cause).getMessage() + "; trying again");
        Thread.sleep(PAUSE);
      }
    }
  }
}
