package io.steward.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The machine of the measurements, as Linux reports it.
///
/// @param processor the model of its processor
/// @param cores the number of cores
/// @param memory its memory in bytes
/// @param system its operating system
/// @param disk the file system of the ledgers
/// @param load the load average of the minute before the run
public record Machine(
    String processor, int cores, long memory, String system, String disk, double load) {

  private static final Pattern MODEL = Pattern.compile("(?m)^model name\\s*:\\s*(.+)$");
  private static final Pattern TOTAL = Pattern.compile("(?m)^MemTotal:\\s*(\\d+) kB$");
  private static final Pattern MINUTE = Pattern.compile("^(\\S+)");

  /// This machine.
  ///
  /// @param folder the folder of the ledgers
  public static Machine here(Path folder) throws IOException {
    return of(
        Files.readString(Path.of("/proc/cpuinfo")),
        Files.readString(Path.of("/proc/meminfo")),
        Files.readString(Path.of("/proc/loadavg")),
        Files.getFileStore(folder).type());
  }

  /// @param processors the text of proc_cpuinfo(5), which has no model on some architectures
  /// @param memory the text of proc_meminfo(5)
  /// @param load the text of proc_loadavg(5)
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
