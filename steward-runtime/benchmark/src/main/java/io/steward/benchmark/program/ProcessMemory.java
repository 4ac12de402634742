package io.steward.benchmark.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The memory of a process in bytes: proc(5), `/proc/PID/smaps_rollup`.
///
/// @param rss the resident set size
/// @param pss the proportional set size, in which shared pages are divided among the processes that
///   share them
record ProcessMemory(long rss, long pss) {

  static ProcessMemory of(long pid) throws IOException {
    return parse(Files.readString(Path.of("/proc", Long.toString(pid), "smaps_rollup")));
  }

  /// @param rollup the text of that file
  static ProcessMemory parse(String rollup) {
    return new ProcessMemory(bytes(rollup, "Rss:"), bytes(rollup, "Pss:"));
  }

  private static long bytes(String rollup, String key) {
    return rollup
            .lines()
            .filter(line -> line.startsWith(key))
            .map(line -> line.substring(key.length()).replace("kB", "").strip())
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no " + key + " in " + rollup))
        * 1024;
  }
}
