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

/// Sends the warnings and errors of this node's log.
///
/// @param level the lowest level to send
/// @param except texts; entries that contain one are left out
/// @param most the maximum number of entries per minute
/// @param delay how long entries are gathered for one event
@Description("Sends the warnings and errors of the node's log as events.")
public record ErrorSource(
    @Description("warning: warnings and errors. error: errors only.") LogEntry.Level level,
    @Description("Entries that contain one of these texts are left out.") List<String> except,
    @Description("Maximum entries per minute; more are only counted.") @Range(min = 1, max = 10_000)
        int most,
    @Description("How long entries are gathered for one event.")
        @DurationRange(min = "0s", max = "1h")
        Duration delay)
    implements Source {

  static final MethodName METHOD = new MethodName("errorlog");

  /// The default settings.
  public ErrorSource() {
    this(LogEntry.Level.WARNING, List.of(), 60, Duration.ofSeconds(1));
  }

  @Override
  public MethodName method() {
    return METHOD;
  }

  @Override
  public void run(SourceContext context) throws IOException, InterruptedException {
    context.report("sends warnings and errors to " + context.target());
    LogReporter logReporter = LogReporter.begin(this, context);
    while (true) {
      logReporter.tellMore();
    }
  }
}
