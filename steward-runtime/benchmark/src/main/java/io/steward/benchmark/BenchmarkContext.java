package io.steward.benchmark;

import io.steward.benchmark.jvm.NodeJvm;
import io.steward.benchmark.measure.Effort;
import io.steward.benchmark.program.Distribution;
import io.steward.runtime.broker.BrokerBinary;
import java.nio.file.Path;

/// What everything is measured with.
///
/// @param effort how much time there is
/// @param distribution steward as it is shipped
/// @param jvm as its launcher starts one
/// @param broker the nats-server
/// @param folder for what is measured
record BenchmarkContext(
    Effort effort, Distribution distribution, NodeJvm jvm, BrokerBinary broker, Path folder) {

  /// The same, with a folder for one comparison.
  BenchmarkContext within(String name) {
    return new BenchmarkContext(effort, distribution, jvm, broker, folder.resolve(name));
  }
}
