package io.steward.plugin.syslogforwarding;

import io.steward.api.Description;
import io.steward.api.DurationRange;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.Range;
import io.steward.api.Size;
import io.steward.api.Source;
import io.steward.api.SourceContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Listens like a syslog server, and sends the messages as events.
///
/// @param listen addresses to listen on
/// @param batch maximum number of lines per event
/// @param linger how long the first line of an event waits for more
/// @param longest maximum number of bytes kept per message
/// @param queue maximum number of lines held in memory
/// @param connections maximum number of concurrent TCP connections
@Description("Listens for syslog messages and sends them as events.")
public record SyslogSource(
    @Description("Addresses to listen on: udp://HOST:PORT or tcp://HOST:PORT; port 0 for any.")
        @Size(min = 1)
        List<URI> listen,
    @Description("Maximum lines per event.") @Range(min = 1, max = 1000) int batch,
    @Description("How long the first line of an event waits for more.") @DurationRange(max = "1m")
        Duration linger,
    @Description("Maximum bytes of a message; longer messages are truncated.")
        @Range(min = 480, max = 65_536)
        int longest,
    @Description("Maximum lines held in memory; beyond, TCP waits and UDP is dropped.")
        @Range(min = 1, max = 10_000_000)
        int queue,
    @Description("Maximum concurrent TCP connections; more are closed at once.")
        @Range(min = 1, max = 10_000)
        int connections)
    implements Source {

  private static final Duration POLL_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(4);

  /// The default settings.
  public SyslogSource() {
    this(
        List.of(URI.create("udp://127.0.0.1:5514")),
        100,
        Duration.ofMillis(50),
        65_536,
        100_000,
        200);
  }

  /// @throws IllegalArgumentException when it cannot listen at an address
  public SyslogSource {
    listen.forEach(Listener::place);
  }

  @Override
  public MethodName method() {
    return new MethodName("syslogforwarding");
  }

  @Override
  public void run(SourceContext context) throws IOException, InterruptedException {
    Listener.Into into =
        new Listener.Into(
            new SyslogParser(ZoneId.systemDefault()),
            new LineQueue(queue),
            longest,
            new Connections(connections));
    List<Listener> listeners = new ArrayList<>();
    Sending sending = new Sending(context, into);
    try {
      for (URI address : listen) {
        listeners.add(Listener.bind(address, into));
      }
      listeners.forEach(Listener::start);
      sending.names = listeners.stream().map(Listener::name).collect(Collectors.joining(", "));
      sending.report();
      while (true) {
        sending.send(into.queue().take(batch, POLL_TIMEOUT, linger));
      }
    } catch (InterruptedException stop) {
      for (Listener listener : listeners) {
        listener.stop();
      }
      sending.rest(batch, listeners);
      throw stop;
    } finally {
      for (Listener listener : listeners) {
        listener.close();
      }
    }
  }

  /// Numbers and sends batches.
  private static final class Sending {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration MOMENT = Duration.ofMillis(10);

    private final SourceContext context;
    private final Listener.Into into;
    private String names = "";
    private long next = 1;
    private String reported = "";
    private long reportedAt = System.nanoTime();

    Sending(SourceContext context, Listener.Into into) {
      this.context = context;
      this.into = into;
    }

    void send(List<SyslogMessage> batch) throws InterruptedException {
      if (!batch.isEmpty()) {
        try {
          context
              .outbox()
              .send(
                  Message.to(context.target(), new LineBatch(next, into.queue().dropped(), batch)));
        } catch (UncheckedIOException full) {
          // retry until the disk has space; meanwhile TCP waits, and UDP is dropped and counted
          Throwable cause = full.getCause();
          reported = (cause == null ? full : cause).getMessage() + "; retrying";
          context.report(reported);
          Thread.sleep(PAUSE);
          return;
        }
        next += batch.size();
        into.queue().settle();
      }
      if (System.nanoTime() - reportedAt > PAUSE.toNanos()) {
        report();
      }
    }

    void report() {
      reportedAt = System.nanoTime();
      String line =
          "listening on "
              + names
              + count(into.queue().dropped(), "datagrams dropped")
              + count(into.connections().refused(), "connections refused")
              + count(into.connections().broken(), "connections aborted");
      if (!line.equals(reported)) {
        reported = line;
        context.report(line);
      }
    }

    private static String count(long value, String what) {
      return value == 0 ? "" : ", " + what + ": " + value;
    }

    /// Sends what was received before the shutdown, within the grace period.
    void rest(int batch, List<Listener> listeners) throws InterruptedException {
      Thread sender = Thread.currentThread();
      Thread grace =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  Thread.sleep(GRACE);
                  sender.interrupt();
                } catch (InterruptedException inTime) {
                  // everything was sent in time
                }
              });
      try {
        while (!listeners.stream().allMatch(Listener::isDone) || !into.queue().isEmpty()) {
          send(into.queue().take(batch, MOMENT, Duration.ZERO));
        }
      } finally {
        grace.interrupt();
      }
    }
  }
}
