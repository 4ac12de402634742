package io.steward.plugin.errorlog;

import io.steward.api.Description;
import io.steward.api.DurationRange;
import io.steward.api.LogEntry;
import io.steward.api.MethodName;
import io.steward.api.Range;
import io.steward.api.Source;
import io.steward.api.SourceContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Sends what goes wrong on this node: the warnings and errors of its log.
///
/// @param level from which on it is told
/// @param except what is not
/// @param most how many are told in a minute
/// @param delay how long they are gathered
@Description("Sends the warnings and errors of the node's log as events.")
public record ErrorSource(
    @Description("warning: both. error: errors alone.") LogEntry.Level level,
    @Description("Texts, none of which is in what is told.") List<String> except,
    @Description("How many are told in a minute; the others are counted.")
        @Range(min = 1, max = 10_000)
        int most,
    @Description("How long they are gathered.") @DurationRange(min = "0s", max = "1h")
        Duration delay)
    implements Source {

  static final MethodName METHOD = new MethodName("errorlog");

  /// What an operator gets who configures nothing.
  public ErrorSource() {
    this(LogEntry.Level.WARNING, List.of(), 60, Duration.ofSeconds(1));
  }

  @Override
  public MethodName method() {
    return METHOD;
  }

  @Override
  public void run(SourceContext context) throws IOException, InterruptedException {
    context.report("tells what goes wrong to " + context.target());
    LogReporter logReporter = LogReporter.begin(this, context);
    while (true) {
      logReporter.tellMore();
    }
  }
}
