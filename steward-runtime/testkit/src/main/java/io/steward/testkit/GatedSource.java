package io.steward.testkit;

import io.steward.api.MethodName;
import io.steward.api.NodeName;
import io.steward.api.ObjectStore;
import io.steward.api.Outbox;
import io.steward.api.PositionStore;
import io.steward.api.RecentLog;
import io.steward.api.Source;
import io.steward.api.SourceContext;
import io.steward.api.Subject;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A source whose outbox a gate can block or fail.
///
/// @param source the wrapped source
/// @param gate in front of its outbox
record GatedSource(Source source, OutboxGate gate) implements Source {

  @Override
  public MethodName method() {
    return source.method();
  }

  @Override
  public boolean sends() {
    return source.sends();
  }

  @Override
  public void run(SourceContext context) throws Exception {
    gate.begin();
    try {
      source.run(new Gated(context, gate.guard(context.outbox())));
    } finally {
      gate.end();
      if (gate.isDead()) {
        new CountDownLatch(1).await(); // the engine must not restart it before the node restarts
      }
    }
  }

  /// The source's context with the gated outbox.
  private record Gated(SourceContext context, Outbox outbox) implements SourceContext {

    @Override
    public NodeName node() {
      return context.node();
    }

    @Override
    public Subject target() {
      return context.target();
    }

    @Override
    public Path data() {
      return context.data();
    }

    @Override
    public PositionStore positions() {
      return context.positions();
    }

    @Override
    public ObjectStore objects() {
      return context.objects();
    }

    @Override
    public RecentLog recentLog() {
      return context.recentLog();
    }

    @Override
    public void report(String line) {
      context.report(line);
    }

    @Override
    public void facts(Map<String, ?> facts) {
      context.facts(facts);
    }
  }
}
