package io.steward.runtime.process;

import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import org.jspecify.annotations.Nullable;

/// The process of a source.
final class SourceProcess extends SubjectProcess<SourceSpec> {

  private final ProcessHost host;
  private final String name;

  SourceProcess(SourceSpec spec, ProcessHost host) {
    super(spec, new ProcessStats(host.engine().changes()));
    this.host = host;
    this.name = SourceSpec.name(host.engine().node(), spec.method(), spec.domain());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  SourceSpec withoutHandler(SourceSpec spec) {
    return spec.withoutHandler();
  }

  @Override
  @Nullable WorkerPool createWorkers(SourceSpec spec, String unavailableReason) {
    return unavailableReason.isEmpty() ? new SourceWorker(name, spec, host, stats()) : null;
  }

  @Override
  public ProcessReport report() {
    return stats().report(name, 0);
  }
}
