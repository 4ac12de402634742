package io.steward.plugin.syslogforwarding;

import io.steward.api.Description;
import io.steward.api.Message;
import io.steward.api.MethodName;
import io.steward.api.Source;
import io.steward.api.SourceContext;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Listens as a syslog server does, and sends what it hears as events.
///
/// @param listen where
/// @param batch how many lines an event has at most
/// @param linger how long the first line of an event waits for others
/// @param longest how many bytes are kept of a message
/// @param queue how many lines are held in memory
@Description("Listens for syslog messages and sends them as events.")
public record SyslogSource(
    @Description("Addresses to listen on: udp://HOST:PORT or tcp://HOST:PORT; port 0 for any.")
        List<URI> listen,
    @Description("Lines in one event, at most; 1 to 1000.") int batch,
    @Description("How long the first line of an event waits for others.") Duration linger,
    @Description("Bytes kept of a message; what is longer is cut. 480 to 65536.") int longest,
    @Description("Lines held in memory: when they are full, TCP waits and UDP is dropped.")
        int queue)
    implements Source {

  private static final Set<String> SCHEMES = Set.of("udp", "tcp");
  private static final long REPORT_NANOS = 1_000_000_000L;

  /// What an operator gets who configures nothing.
  public SyslogSource() {
    this(List.of(URI.create("udp://127.0.0.1:5514")), 100, Duration.ofMillis(50), 65_536, 100_000);
  }

  /// @throws IllegalArgumentException when a setting is out of its range
  public SyslogSource {
    if (listen.isEmpty()) {
      throw new IllegalArgumentException("\"listen\" is empty: say where to listen");
    }
    for (URI address : listen) {
      if (!SCHEMES.contains(address.getScheme())
          || address.getHost() == null
          || address.getPort() < 0
          || !address.getHost().matches("[0-9.]+|\\[[0-9a-fA-F:.]+]")) {
        throw new IllegalArgumentException(
            "\"" + address + "\" is not an address such as udp://127.0.0.1:5514");
      }
    }
    within("batch", batch, 1, 1000);
    within("longest", longest, 480, 65_536);
    within("queue", queue, 1, 10_000_000);
    if (linger.isNegative() || linger.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("linger is from 0s to 1m");
    }
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " is from " + least + " to " + most);
    }
  }

  @Override
  public MethodName method() {
    return new MethodName("syslogforwarding");
  }

  @Override
  public void run(SourceContext context) throws IOException, InterruptedException {
    LineQueue lines = new LineQueue(queue);
    Listener.Into into = new Listener.Into(new Parser(ZoneId.systemDefault()), lines, longest);
    List<Listener> listeners = new ArrayList<>();
    Sending sending = new Sending(context, lines);
    try {
      for (URI address : listen) {
        listeners.add(Listener.bind(address, into));
      }
      listeners.forEach(Listener::start);
      sending.names = listeners.stream().map(Listener::name).collect(Collectors.joining(", "));
      sending.report();
      while (true) {
        sending.send(lines.take(batch, linger));
      }
    } catch (InterruptedException stop) {
      close(listeners);
      sending.rest(batch);
      throw stop;
    } finally {
      close(listeners);
    }
  }

  private static void close(List<Listener> listeners) throws IOException {
    for (Listener listener : listeners) {
      listener.close();
    }
  }

  /// Numbers batches and sends them.
  private static final class Sending {
    private final SourceContext context;
    private final LineQueue lines;
    private String names = "";
    private long next = 1;
    private long reported;
    private long reportedAt = System.nanoTime();

    Sending(SourceContext context, LineQueue lines) {
      this.context = context;
      this.lines = lines;
    }

    void send(List<Line> batch) throws InterruptedException {
      if (!batch.isEmpty()) {
        context
            .outbox()
            .send(Message.to(context.target(), new Batch(next, lines.dropped(), batch)));
        next += batch.size();
      }
      if (lines.dropped() > reported && System.nanoTime() - reportedAt > REPORT_NANOS) {
        report();
      }
    }

    void report() {
      reported = lines.dropped();
      reportedAt = System.nanoTime();
      context.report(
          "listening on " + names + (reported == 0 ? "" : ", " + reported + " datagrams dropped"));
    }

    /// What was received before it was asked to stop is sent all the same.
    void rest(int batch) throws InterruptedException {
      Thread.interrupted();
      while (!lines.isEmpty()) {
        send(lines.take(batch, Duration.ZERO));
      }
    }
  }
}
