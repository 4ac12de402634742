package io.steward.benchmark.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The CPU time of a process in nanoseconds, with a resolution of ten milliseconds: proc(5),
/// `/proc/PID/stat`.
///
/// @param own that of the process itself, in user and system mode
/// @param children that of its children that have ended and been waited for, and of theirs
record ProcessTime(long own, long children) {

  private static final long TICK = 10_000_000; // USER_HZ is 100 wherever a JDK runs on Linux
  private static final int UTIME = 11; // the index after the process name

  static ProcessTime of(long pid) throws IOException {
    return parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
  }

  static ProcessTime ofSelf() throws IOException {
    return of(ProcessHandle.current().pid());
  }

  /// @param stat the text of that file; the process name in it may contain spaces and parentheses
  static ProcessTime parse(String stat) {
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" "));
    return new ProcessTime(
        ticks(fields, UTIME) + ticks(fields, UTIME + 1),
        ticks(fields, UTIME + 2) + ticks(fields, UTIME + 3));
  }

  private static long ticks(List<String> fields, int index) {
    return Long.parseLong(fields.get(index)) * TICK;
  }
}
