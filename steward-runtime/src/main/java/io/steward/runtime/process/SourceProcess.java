package io.steward.runtime.process;

import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import org.jspecify.annotations.Nullable;

/// The process of a source.
final class SourceProcess extends SubjectProcess<SourceSpec> {

  private final Host host;
  private final String name;

  SourceProcess(SourceSpec spec, Host host) {
    super(spec, new Tally(host.changes()));
    this.host = host;
    this.name = SourceSpec.name(host.node(), spec.method(), spec.domain());
  }

  @Override
  String name() {
    return name;
  }

  @Override
  SourceSpec emptied(SourceSpec how) {
    return how.vacant();
  }

  @Override
  @Nullable Crew crew(SourceSpec how, String vacant) {
    return vacant.isEmpty() ? new SourceCrew(name, how, host, tally()) : null;
  }

  @Override
  ProcessReport report() {
    return tally().report(name, 0);
  }
}
