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
/// @param timeout how long one may run
/// @param processes how many at a time
/// @param mailbox how many wait in memory
/// @param repeatable the operator's word on whether it may be run twice
/// @param output what is kept of it
/// @param with the handler's settings
public record CommandBinding(
    @Description("Who may send: node names or patterns such as ship*; anonymous for no name.")
        List<SenderPattern> from,
    @Description("How long one may run, at most; 1h when not said.") Optional<Duration> timeout,
    @Description("How many run at a time, 1 to 256; more than 1 gives up their order.")
        Optional<Integer> processes,
    @Description("How many wait in memory, 1 to 100000; the others wait in the stream.")
        Optional<Integer> mailbox,
    @Description("Whether one that ran when the node died is run again; else the handler's word.")
        Optional<Boolean> repeatable,
    @Description("What is kept of what a command prints.") Optional<Output> output,
    @Description("The handler's settings.") Optional<Tree> with) {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(1);
  private static final int DEFAULT_MAILBOX = 1000;

  public CommandBinding {
    ConfigChecks.requireSenders(from);
    timeout.ifPresent(value -> ConfigChecks.requirePositive("timeout", value));
    processes.ifPresent(value -> ConfigChecks.requireRange("processes", value, 1, 256));
    mailbox.ifPresent(value -> ConfigChecks.requireRange("mailbox", value, 1, 100_000));
  }

  /// What is kept of each stream.
  ///
  /// @param head of its beginning
  /// @param tail of its end
  public record Output(
      @Description("Bytes kept of the beginning of each stream; 1MiB when not said.")
          Optional<ByteSize> head,
      @Description("Bytes kept of its end, at most 16MiB; 64KiB when not said.")
          Optional<ByteSize> tail) {

    private static final ByteSize DEFAULT_HEAD = new ByteSize(1 << 20);
    private static final ByteSize DEFAULT_TAIL = new ByteSize(64 << 10);
    private static final long MAX_TAIL_BYTES = 16 << 20;

    public Output {
      if (tail.filter(size -> size.bytes() > MAX_TAIL_BYTES).isPresent()) {
        throw new IllegalArgumentException("tail is kept in memory: 16MiB at most");
      }
    }
  }

  /// Whether a node may send.
  public boolean allows(NodeName node) {
    return from.stream().anyMatch(senders -> senders.matches(node));
  }

  /// How long one may run.
  public Duration maxRunTime() {
    return timeout.orElse(DEFAULT_TIMEOUT);
  }

  /// How many run at a time.
  public int concurrency() {
    return processes.orElse(1);
  }

  /// How many wait in memory.
  public int mailboxCapacity() {
    return mailbox.orElse(DEFAULT_MAILBOX);
  }

  /// Bytes kept of the beginning of each stream.
  public long outputHeadBytes() {
    return output.flatMap(Output::head).orElse(Output.DEFAULT_HEAD).bytes();
  }

  /// Bytes kept of its end.
  public int outputTailBytes() {
    return (int) output.flatMap(Output::tail).orElse(Output.DEFAULT_TAIL).bytes();
  }
}
