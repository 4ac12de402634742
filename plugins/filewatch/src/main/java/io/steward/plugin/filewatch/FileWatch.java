package io.steward.plugin.filewatch;

import io.steward.api.Description;
import io.steward.api.DurationRange;
import io.steward.api.MethodName;
import io.steward.api.Range;
import io.steward.api.Size;
import io.steward.api.Source;
import io.steward.api.SourceContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Sends what is written to files as events, or what becomes of them.
///
/// @param paths which files, or for changes also directories
/// @param mode what is told of them
/// @param from where a file begins that was there before it was watched
/// @param match which lines are told
/// @param except which of those are not
/// @param batch how many lines or changes an event has at most
/// @param delay how long lines, or a burst of changes, are gathered
/// @param look how often the file system is asked what is there
/// @param longest how many bytes are kept of a line
/// @param files how many paths are watched at most
/// @param hash up to which size the SHA-256 of a file is told
@Description("Sends the lines, or the changes, of files as events.")
public record FileWatch(
    @Description("Absolute paths, with * ? [..] {..} in names and ** for any depth.") @Size(min = 1)
        List<String> paths,
    @Description("lines: what is written to files. changes: what becomes of files and directories.")
        Mode mode,
    @Description("Where a file begins that was there before it was watched.") From from,
    @Description("Regular expressions, one of which is in a line that is told; all when none.")
        List<String> match,
    @Description("Regular expressions, none of which is in a line that is told.")
        List<String> except,
    @Description("Lines or changes in one event, at most.") @Range(min = 1, max = 1000) int batch,
    @Description("How long lines, or a burst of changes, are gathered.")
        @DurationRange(min = "10ms", max = "1h")
        Duration delay,
    @Description("How often it is looked which paths there are.")
        @DurationRange(min = "100ms", max = "1d")
        Duration look,
    @Description("Bytes kept of a line; what is longer is cut.") @Range(min = 80, max = 65_536)
        int longest,
    @Description("Paths that are watched, at most.") @Range(min = 1, max = 100_000) int files,
    @Description("Up to how many bytes the SHA-256 of a file is told; 0 for none.") @Range(min = 0)
        long hash)
    implements Source {

  private static final MethodName METHOD = new MethodName("filewatch");

  /// What is told of files.
  public enum Mode {
    /// What is written to them.
    LINES,
    /// What becomes of them.
    CHANGES
  }

  /// Where to begin.
  public enum From {
    /// With what is written from now on.
    END,
    /// With all that is there.
    BEGINNING
  }

  /// What an operator gets who configures nothing.
  public FileWatch() {
    this(
        List.of("/var/log/*.log"),
        Mode.LINES,
        From.END,
        List.of(),
        List.of(),
        100,
        Duration.ofMillis(500),
        Duration.ofSeconds(10),
        65_536,
        1000,
        1_048_576);
  }

  /// @throws IllegalArgumentException when what it is to watch for is no pattern or expression
  public FileWatch {
    new Globs(paths);
    LineFilter.of(match, except);
  }

  @Override
  public MethodName method() {
    return METHOD;
  }

  @Override
  public void run(SourceContext context) throws IOException, InterruptedException {
    switch (mode) {
      case LINES -> lines(context);
      case CHANGES -> changes(context);
    }
  }

  private void lines(SourceContext context) throws IOException, InterruptedException {
    try (LineWatch watch = new LineWatch(this, context)) {
      for (String told = ""; true; Thread.sleep(delay)) {
        told = tell(context, told, watch.look());
      }
    }
  }

  private void changes(SourceContext context) throws IOException, InterruptedException {
    try (ChangeSignal changeSignal = new ChangeSignal()) {
      ChangeWatch watch = new ChangeWatch(this, context);
      String told = "";
      while (true) {
        do {
          told = tell(context, told, watch.look() + changeSignal.trouble());
          // what appeared in a folder before it was listened to is found by looking once more
        } while (changeSignal.listen(watch.folders()));
        changeSignal.await(look, delay);
      }
    }
  }

  private static String tell(SourceContext context, String told, String now) {
    if (!now.equals(told)) {
      context.report(now);
    }
    return now;
  }
}
