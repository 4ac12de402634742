package io.steward.runtime.config;

import io.steward.api.Description;
import io.steward.api.NodeName;
import io.steward.runtime.databind.ByteSize;
import io.steward.runtime.databind.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How commands on one subject are executed.
///
/// @param from who may send
/// @param timeout the maximum run time of a command
/// @param processes how many commands run concurrently
/// @param mailbox how many commands wait in memory
/// @param repeatable overrides whether a command may run twice
/// @param output how much of the output is kept
/// @param with the handler's settings
public record CommandBinding(
    @Description(
            "Who may send: node names or patterns such as ship*; anonymous for unnamed senders.")
        List<SenderPattern> from,
    @Description("The maximum run time of a command. Default: 1h.") Optional<Duration> timeout,
    @Description(
            "How many commands run concurrently, 1 to 256; above 1, they may run out of order."
                + " Default: 1.")
        Optional<Integer> processes,
    @Description(
            "How many commands wait in memory, 1 to 100000; more wait in the stream. Default:"
                + " 1000.")
        Optional<Integer> mailbox,
    @Description(
            "Whether a command runs again if the node died while it ran. Default: the handler"
                + " decides.")
        Optional<Boolean> repeatable,
    @Description("How much of a command's output is kept.") Optional<Output> output,
    @Description("The handler's settings.") Optional<Tree> with) {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(1);
  private static final int DEFAULT_MAILBOX = 1000;

  public CommandBinding {
    ConfigChecks.requireSenders(from);
    timeout.ifPresent(value -> ConfigChecks.requirePositive("timeout", value));
    processes.ifPresent(value -> ConfigChecks.requireRange("processes", value, 1, 256));
    mailbox.ifPresent(value -> ConfigChecks.requireRange("mailbox", value, 1, 100_000));
  }

  /// How much of each output stream is kept.
  ///
  /// @param head how much of its beginning
  /// @param tail how much of its end
  public record Output(
      @Description("Bytes kept of the beginning of each stream. Default: 1MiB.")
          Optional<ByteSize> head,
      @Description("Bytes kept of the end of each stream, at most 16MiB. Default: 64KiB.")
          Optional<ByteSize> tail) {

    private static final ByteSize DEFAULT_HEAD = new ByteSize(1 << 20);
    private static final ByteSize DEFAULT_TAIL = new ByteSize(64 << 10);
    private static final long MAX_TAIL_BYTES = 16 << 20;

    public Output {
      if (tail.filter(size -> size.bytes() > MAX_TAIL_BYTES).isPresent()) {
        throw new IllegalArgumentException("tail must be at most 16MiB: it is kept in memory");
      }
    }
  }

  /// Whether a node may send.
  public boolean allows(NodeName node) {
    return from.stream().anyMatch(senders -> senders.matches(node));
  }

  /// The maximum run time of a command.
  public Duration maxRunTime() {
    return timeout.orElse(DEFAULT_TIMEOUT);
  }

  /// How many commands run concurrently.
  public int concurrency() {
    return processes.orElse(1);
  }

  /// How many commands wait in memory.
  public int mailboxCapacity() {
    return mailbox.orElse(DEFAULT_MAILBOX);
  }

  /// Bytes kept of the beginning of each stream.
  public long outputHeadBytes() {
    return output.flatMap(Output::head).orElse(Output.DEFAULT_HEAD).bytes();
  }

  /// Bytes kept of the end of each stream.
  public int outputTailBytes() {
    return (int) output.flatMap(Output::tail).orElse(Output.DEFAULT_TAIL).bytes();
  }
}
