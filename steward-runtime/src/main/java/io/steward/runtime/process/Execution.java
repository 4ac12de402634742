package io.steward.runtime.process;

import io.steward.api.Answer;
import io.steward.api.CommandHandler;
import io.steward.api.Reply;
import io.steward.api.State;
import io.steward.runtime.concurrent.LoggedTask;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.ledger.LedgerEntry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The execution of one command, from its arguments to its outcome.
///
/// @param <A> the arguments
final class Execution<A extends Record> {

  private static final Logger log = LoggerFactory.getLogger(Execution.class);
  private static final int AUTO_FLUSH_MILLIS = 50;

  /// Arguments below this length, in bytes, cannot take all memory when they are read.
  private static final int MIN_NOTED_LENGTH = 32 << 10;

  private final CommandSpec<A> spec;
  private final ProcessHost host;
  private final LedgerEntry entry;
  private final String run;
  private final HeadTailStream output;
  private final HeadTailStream errors;
  private final AtomicBoolean flushing = new AtomicBoolean();
  private final Map<String, Object> details = new LinkedHashMap<>();
  private State.Terminal state = State.Terminal.FAILED;
  private @Nullable A arguments;

  Execution(CommandSpec<A> spec, ProcessHost host, LedgerEntry entry) {
    this.spec = spec;
    this.host = host;
    this.entry = entry;
    this.run = Long.toString(host.engine().clock().millis());
    this.output = createStream(Answer.Channel.STDOUT);
    this.errors = createStream(Answer.Channel.STDERR);
  }

  private HeadTailStream createStream(Answer.Channel channel) {
    return new HeadTailStream(
        spec.limits().head(),
        spec.limits().tail(),
        (offset, bytes) ->
            host.ledger().outbox().tryAppend(host.answers().output(entry, channel, offset, bytes)));
  }

  /// Distinguishes this run from one before a crash of the node.
  String run() {
    return run;
  }

  /// Binds the arguments.
  ///
  /// @return whether they bind; if not, {@link #details} has the reason
  boolean bind() throws IOException, InterruptedException {
    boolean small = entry.bodyAt().isEmpty() && entry.body().length < MIN_NOTED_LENGTH;
    if (small || host.poison().isSuspect(entry)) { // whose whole execution is noted
      return bindArguments();
    }
    return host.poison()
        .guard(entry, host.arguments().fetchedPath(entry), this::bindArguments, this::cannotBind);
  }

  private boolean bindArguments() throws IOException {
    return switch (BoundArguments.of(entry, host.arguments(), spec.handlers().arguments())) {
      case BoundArguments.Valid<A>(A value) -> {
        arguments = value;
        yield true;
      }
      case BoundArguments.Invalid<A>(String reason) -> cannotBind(reason);
    };
  }

  private boolean cannotBind(String reason) {
    details.put("reason", reason);
    return false;
  }

  /// The timeout: that of the binding, or the sender's if it is shorter.
  Duration timeout() {
    return entry
        .timeout()
        .filter(asked -> asked.compareTo(spec.limits().timeout()) < 0)
        .orElse(spec.limits().timeout());
  }

  /// Calls the handler and records its reply.
  ///
  /// @return whether the handler is broken and must be replaced
  boolean call(Supplier<CommandHandler<A>> handler) {
    A bound = Objects.requireNonNull(arguments, "not bound");
    Instant started = now();
    var flush =
        host.engine()
            .timers()
            .every(
                Duration.ofMillis(AUTO_FLUSH_MILLIS),
                () -> {
                  if (flushing.compareAndSet(false, true)) {
                    Thread.ofVirtual().start(new LoggedTask("passing on output", this::flush));
                  }
                });
    PluginCall<Reply> call =
        PluginCall.of(
            spec.handlers().loader(),
            () -> {
              Reply reply = handler.get().handle(bound, context(started.plus(timeout())));
              recordReply(reply); // its result is read by code of the plugin, too
              return reply;
            });
    flush.cancel(false);
    boolean broken = false;
    switch (call) {
      case PluginCall.Returned<Reply> _ -> {} // recorded
      case PluginCall.Interrupted<Reply>() -> reason("interrupted");
      case PluginCall.Failed<Reply>(String why) -> reason(why);
      case PluginCall.Broken<Reply>(String why, Throwable cause) -> {
        broken = true;
        reason(why);
        log.error("{}: the handler of {} is broken", entry.id(), spec.subject(), cause);
      }
    }
    details.put("started", started.toString());
    details.put("ended", now().toString());
    return broken;
  }

  private HandlerContext.OfCommand context(Instant deadline) throws IOException {
    return new HandlerContext.OfCommand(host.services().context(entry), deadline, output, errors);
  }

  private void flush() {
    try {
      output.flush();
      errors.flush();
    } finally {
      flushing.set(false);
    }
  }

  private void recordReply(Reply reply) {
    Object result = PlainData.of(reply.result());
    long length = Json.length(result);
    long largest = host.ledger().bodies().maxSize();
    if (length > largest) {
      reason("the result is " + length + " bytes long; this node sends at most " + largest);
      return;
    }
    switch (reply) {
      case Reply.Succeeded _ -> state = State.Terminal.SUCCEEDED;
      case Reply.Failed(String why, Object _) -> reason(why);
    }
    details.put("result", result);
  }

  private void reason(String why) {
    state = State.Terminal.FAILED;
    details.put("reason", why);
  }

  /// Records that the run was interrupted, which determines its outcome whatever the handler did.
  void recordInterrupt(HandlerRun.Cause cause, Duration timeout) {
    state = cause.state();
    details.put(
        "reason",
        switch (cause) {
          case TIMEOUT -> "stopped after " + PlainData.of(timeout);
          case CANCEL -> "cancelled while it ran";
          case RETIRE -> "its process was stopped while it ran";
          case STOP -> "the node stopped while it ran";
        });
  }

  /// Sends the rest of the output.
  void finish() {
    output.close();
    errors.close();
    details.put(
        "output", PlainData.of(new OutputTotals(StreamTotals.of(output), StreamTotals.of(errors))));
  }

  /// How much was printed on both streams.
  record OutputTotals(StreamTotals stdout, StreamTotals stderr) {}

  /// How many bytes were printed on one stream, and how many of them were dropped.
  record StreamTotals(long bytes, long dropped) {
    static StreamTotals of(HeadTailStream stream) {
      return new StreamTotals(stream.total(), stream.dropped());
    }
  }

  /// Rejects further output of the handler.
  void abandon() {
    output.abandon();
    errors.abandon();
  }

  State.Terminal state() {
    return state;
  }

  String reason() {
    return String.valueOf(details.getOrDefault("reason", ""));
  }

  Map<String, Object> details() {
    return details;
  }

  private Instant now() {
    return host.engine().clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
