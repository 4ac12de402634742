package io.steward.benchmark.engine;

import io.steward.api.Domain;
import io.steward.api.EventHandler;
import io.steward.api.Message;
import io.steward.api.MessageContext;
import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.Source;
import io.steward.api.SourceContext;
import io.steward.api.Subject;
import io.steward.runtime.process.EventSpec;
import io.steward.runtime.process.HandlerFactory;
import io.steward.runtime.process.SourceSpec;
import io.steward.runtime.process.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// An event of lines of text.
///
/// @param lines the lines
record Lines(List<String> lines) {

  private static final MethodName METHOD = new MethodName("lines");

  /// The subject of the events at a node.
  static Subject subject(NodeName node) {
    return Subject.event(node, METHOD, new Domain("benchmark"));
  }

  /// The workload of a node that stores the lines durably.
  static Workload receiver(Subject subject, PlainFile file) {
    return new Workload(
        List.of(),
        List.of(
            new EventSpec<>(
                subject,
                sender -> true,
                new HandlerFactory<>(
                    () -> new StoringHandler(file), Lines.class, Lines.class.getClassLoader()))),
        List.of());
  }

  /// The workload of a node that sends the same lines again and again.
  static Workload sender(Subject target, int batches, List<String> batch) {
    return new Workload(
        List.of(),
        List.of(),
        List.of(
            SourceSpec.to(
                target, () -> new BatchSource(batches, batch), Lines.class.getClassLoader())));
  }

  private record StoringHandler(PlainFile file) implements EventHandler<Lines> {
    @Override
    public MethodName method() {
      return METHOD;
    }

    @Override
    public void handle(Lines arguments, MessageContext context) throws IOException {
      file.append(String.join("\n", arguments.lines()).getBytes(StandardCharsets.UTF_8));
    }
  }

  private record BatchSource(int batches, List<String> batch) implements Source {
    @Override
    public MethodName method() {
      return METHOD;
    }

    @Override
    public void run(SourceContext context) throws InterruptedException {
      for (int i = 0; i < batches; i++) {
        context.outbox().send(Message.to(context.target(), new Lines(batch)));
      }
      new CountDownLatch(1).await(); // everything is sent; a source that returns is restarted
    }
  }
}
