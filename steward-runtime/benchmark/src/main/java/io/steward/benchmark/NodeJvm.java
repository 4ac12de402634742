package io.steward.benchmark;

import java.util.List;

/// A further JVM, as the launcher starts that of a node, with the modules that this one has.
final class NodeJvm {

  /// Its options.
  static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xms16m",
          "-Xmx384m",
          "--enable-native-access=io.steward.runtime,org.xerial.sqlitejdbc",
          "--module-path",
          System.getProperty("jdk.module.path"));

  private NodeJvm() {}
}
