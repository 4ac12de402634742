package {{package}};

import io.steward.api.Description;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.Source;
import io.steward.api.SourceContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Reports the free disk space periodically.
///
/// @param folder a folder on the file system to check
/// @param every the interval, at least 1s
@Description("Reports the free disk space periodically.")
public record {{type}}(
    @Description("A folder on the file system to check.") Path folder,
    @Description("The interval, at least 1s.") Duration every)
    implements Source {

  /// The content of an event.
  ///
  /// @param text the free space, for people
  /// @param freeBytes the free space, in bytes
  public record Reading(String text, long freeBytes) {}

  /// The default settings.
  public {{type}}() {
    this(Path.of("/"), Duration.ofMinutes(1));
  }

  /// @throws IllegalArgumentException if the interval is too short
  public {{type}} {
    if (every.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("every must be at least 1s");
    }
  }

  @Override
  public MethodName method() {
    return new MethodName("{{name}}");
  }

  @Override
  public void run(SourceContext context) throws IOException, InterruptedException {
    while (true) {
      long free = Files.getFileStore(folder).getUsableSpace();
      String text = free / (1024 * 1024) + " MiB are free in " + folder;
      context.outbox().send(Message.to(context.target(), new Reading(text, free)));
      context.report(text);
      Thread.sleep(every);
    }
  }
}
