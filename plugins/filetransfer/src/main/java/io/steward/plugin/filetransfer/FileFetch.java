package io.steward.plugin.filetransfer;

import io.steward.api.Answer;
import io.steward.api.CommandContext;
import io.steward.api.Exchange;
import io.steward.api.Message;
import io.steward.api.Reply;
import io.steward.api.Subject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Requests a file from another node, and downloads it.
final class FileFetch {

  private static final Duration POLL_TIMEOUT = Duration.ofMinutes(1);

  private FileFetch() {}

  static Reply of(FileTransfer.Fetch fetch, CommandContext context, FileDownload fileDownload)
      throws IOException, InterruptedException {
    Subject here = context.subject();
    Subject there = Subject.command(fetch.from(), here.method(), here.domain());
    // the same name when this is rerun after a crash, so that uploaded pieces are reused
    String object = here.method() + "." + context.id();
    Duration left = Duration.between(Instant.now(), context.deadline());
    Message message =
        Message.to(there, Map.of("get", Map.of("path", fetch.file().toString(), "object", object)))
            .withTimeout(left)
            .withExpiry(left);
    try (Exchange exchange = context.outbox().ask(message)) {
      Answer.Outcome answer = awaitOutcome(exchange);
      if (!(answer instanceof Answer.Succeeded(Instant _, Map<?, ?> result))) {
        return Reply.failed(fetch.from() + ": " + answer.state().word() + reason(answer));
      }
      return fileDownload.download(
          new FileTransfer.Put(
              object,
              String.valueOf(result.get("sha256")),
              fetch.path(),
              fetch.rights(),
              Optional.empty()),
          true);
    }
  }

  private static Answer.Outcome awaitOutcome(Exchange exchange) throws InterruptedException {
    while (true) {
      if (exchange.next(POLL_TIMEOUT).orElse(null) instanceof Answer.Outcome answer) {
        return answer;
      }
    }
  }

  private static String reason(Answer.Outcome answer) {
    return switch (answer) {
      case Answer.Failed(Instant _, String reason, Object _) -> ", " + reason;
      case Answer.Rejected(Instant _, String reason) -> ", " + reason;
      case Answer.TimedOut(Instant _, String reason) -> ", " + reason;
      case Answer.Cancelled(Instant _, String reason) -> ", " + reason;
      case Answer.Unknown(Instant _, String reason) -> ", " + reason;
      case Answer.Expired _, Answer.Succeeded _ -> "";
    };
  }
}
