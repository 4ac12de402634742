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

/// Sends the free disk space at regular intervals.
///
/// @param folder the folder to check
/// @param every the interval
@Description("Sends the free disk space at regular intervals.")
public record {{type}}(
    @Description("The folder to check.") Path folder,
    @Description("The interval, 1s or more.") Duration every)
    implements Source {

  /// The event.
  ///
  /// @param text the free space, for people to read
  /// @param freeBytes the free space
  public record Reading(String text, long freeBytes) {}

  /// The default settings.
  public {{type}}() {
    this(Path.of("/"), Duration.ofMinutes(1));
  }

  /// @throws IllegalArgumentException if the interval is shorter than a second
  public {{type}} {
    if (every.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("every is 1s or more");
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
