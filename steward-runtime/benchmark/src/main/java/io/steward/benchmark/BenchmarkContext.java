package io.steward.benchmark;

import io.steward.benchmark.jvm.NodeJvm;
import io.steward.benchmark.measure.Effort;
import io.steward.benchmark.program.Distribution;
import io.steward.runtime.broker.BrokerBinary;
import java.nio.file.Path;

/// The environment of all measurements.
///
/// @param effort how much time to spend
/// @param distribution the distribution to measure
/// @param jvm JVMs with the options of its launcher
/// @param broker the nats-server
/// @param folder the folder for files of the measured programs
record BenchmarkContext(
    Effort effort, Distribution distribution, NodeJvm jvm, BrokerBinary broker, Path folder) {

  /// The same context with a subfolder for one comparison.
  BenchmarkContext within(String name) {
    return new BenchmarkContext(effort, distribution, jvm, broker, folder.resolve(name));
  }
}
