package io.steward.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where it was measured, as Linux tells it.
///
/// @param processor its model
/// @param cores how many
/// @param memory how much, in bytes
/// @param system the operating system
/// @param disk the file system that ledgers were on
/// @param load how many wanted a processor in the minute before
public record Machine(
    String processor, int cores, long memory, String system, String disk, double load) {

  private static final Pattern MODEL = Pattern.compile("(?m)^model name\\s*:\\s*(.+)$");
  private static final Pattern TOTAL = Pattern.compile("(?m)^MemTotal:\\s*(\\d+) kB$");
  private static final Pattern MINUTE = Pattern.compile("^(\\S+)");

  /// This one.
  ///
  /// @param folder where ledgers are
  public static Machine here(Path folder) throws IOException {
    return of(
        Files.readString(Path.of("/proc/cpuinfo")),
        Files.readString(Path.of("/proc/meminfo")),
        Files.readString(Path.of("/proc/loadavg")),
        Files.getFileStore(folder).type());
  }

  /// @param processors as of proc_cpuinfo(5), which has no model on every architecture
  /// @param memory as of proc_meminfo(5)
  /// @param load as of proc_loadavg(5)
  static Machine of(String processors, String memory, String load, String disk) {
    return new Machine(
        first(MODEL, processors, System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(first(TOTAL, memory, "0")) * 1024,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        disk,
        Double.parseDouble(first(MINUTE, load, "0")));
  }

  private static String first(Pattern pattern, String text, String fallback) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1).strip() : fallback;
  }
}
