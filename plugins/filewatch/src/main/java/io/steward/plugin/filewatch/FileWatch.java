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

/// Sends lines written to files, or changes of files and directories, as events.
///
/// @param paths patterns of files, for changes also of directories
/// @param mode whether to send lines or changes
/// @param from where to start in files that existed before they were watched
/// @param match the lines to send
/// @param except lines to leave out
/// @param batch maximum number of lines or changes per event
/// @param delay how long lines, or a burst of changes, are gathered
/// @param look how often the file system is scanned
/// @param longest maximum number of bytes kept per line
/// @param files maximum number of watched paths
/// @param hash maximum size of a file for which the SHA-256 is sent, in bytes
@Description("Sends new lines of files, or changes of files, as events.")
public record FileWatch(
    @Description("Absolute paths, with * ? [..] {..} within names and ** for any depth.")
        @Size(min = 1)
        List<String> paths,
    @Description("lines: lines written to files. changes: changes of files and directories.")
        Mode mode,
    @Description("Where to start in files that existed before they were watched.") From from,
    @Description("Regular expressions; lines that contain one are sent. All lines by default.")
        List<String> match,
    @Description("Regular expressions; lines that contain one are left out.") List<String> except,
    @Description("Maximum lines or changes per event.") @Range(min = 1, max = 1000) int batch,
    @Description("How long lines, or a burst of changes, are gathered.")
        @DurationRange(min = "10ms", max = "1h")
        Duration delay,
    @Description("How often the file system is scanned for paths.")
        @DurationRange(min = "100ms", max = "1d")
        Duration look,
    @Description("Maximum bytes of a line; longer lines are truncated.")
        @Range(min = 80, max = 65_536)
        int longest,
    @Description("Maximum number of watched paths.") @Range(min = 1, max = 100_000) int files,
    @Description("Maximum bytes of a file for which the SHA-256 is sent; 0 for none.")
        @Range(min = 0)
        long hash)
    implements Source {

  private static final MethodName METHOD = new MethodName("filewatch");

  /// What to send.
  public enum Mode {
    /// New lines of files.
    LINES,
    /// Changes of files and directories.
    CHANGES
  }

  /// Where to start in a file.
  public enum From {
    /// At its end: only new lines are sent.
    END,
    /// At its beginning: all its lines are sent.
    BEGINNING
  }

  /// The default settings.
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

  /// @throws IllegalArgumentException when a path pattern or regular expression is malformed
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
      for (String reported = ""; true; Thread.sleep(delay)) {
        reported = report(context, reported, watch.look());
      }
    }
  }

  private void changes(SourceContext context) throws IOException, InterruptedException {
    try (ChangeSignal changeSignal = new ChangeSignal()) {
      ChangeWatch watch = new ChangeWatch(this, context);
      String reported = "";
      while (true) {
        do {
          reported = report(context, reported, watch.look() + changeSignal.trouble());
          // scan once more for what appeared in a folder before it was watched
        } while (changeSignal.listen(watch.folders()));
        changeSignal.await(look, delay);
      }
    }
  }

  private static String report(SourceContext context, String reported, String status) {
    if (!status.equals(reported)) {
      context.report(status);
    }
    return status;
  }
}
