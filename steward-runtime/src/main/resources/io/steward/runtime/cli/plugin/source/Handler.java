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

/// Sends how much space is free, again and again.
///
/// @param folder where to look
/// @param every how often
@Description("Sends how much space is free, again and again.")
public record {{type}}(
    @Description("Where to look.") Path folder,
    @Description("How often, 1s or more.") Duration every)
    implements Source {

  /// What is sent.
  ///
  /// @param text how much is free, for a person
  /// @param freeBytes how much is free
  public record Reading(String text, long freeBytes) {}

  /// What an operator gets who configures nothing.
  public {{type}}() {
    this(Path.of("/"), Duration.ofMinutes(1));
  }

  /// @throws IllegalArgumentException when it is to look all the time
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
