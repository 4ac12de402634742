package io.steward.plugin.inventory;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.nativefree.SystemInfo;
import oshi.software.os.OperatingSystem;

/// The machine this runs on, found out anew by each instance.
///
/// By the half of OSHI that reads what the kernel shows in files: it needs no native code, which
/// would have to be unpacked to where programs may be run. It is for Linux; elsewhere there is what
/// the JDK knows.
final class Machine {

  private final SystemInfo system = new SystemInfo();

  /// Everything.
  Map<String, Object> facts() {
    return new FactBuilder()
        .put("host", () -> operatingSystem().getNetworkParams().getHostName())
        .put("os", this::os)
        .put("arch", () -> System.getProperty("os.arch"))
        .put("virtualisation", () -> new Virtualisation(Path.of("/")).find(hardware()))
        .put("cpu", this::cpu)
        .put("memory", this::memory)
        .put("disks", () -> Disks.of(operatingSystem().getFileSystem().getFileStores(true)))
        .put("addresses", Addresses::now)
        .put("started", this::started)
        .facts();
  }

  /// A time and not how long ago that was, which would be another fact each second.
  private @Nullable String started() {
    long seconds = operatingSystem().getSystemBootTime();
    return seconds > 0 ? Instant.ofEpochSecond(seconds).toString() : null;
  }

  /// The library counts none where it cannot count.
  private static @Nullable Long positive(long count) {
    return count > 0 ? count : null;
  }

  private OperatingSystem operatingSystem() {
    return system.getOperatingSystem();
  }

  private HardwareAbstractionLayer hardware() {
    return system.getHardware();
  }

  private Map<String, Object> os() {
    return new FactBuilder()
        .put("name", () -> operatingSystem().getFamily())
        .orElse("name", () -> System.getProperty("os.name"))
        .put("version", () -> operatingSystem().getVersionInfo().getVersion())
        .put("kernel", () -> System.getProperty("os.version"))
        .facts();
  }

  private Map<String, Object> cpu() {
    return new FactBuilder()
        .put("model", () -> processor().getProcessorIdentifier().getName().strip())
        .put("cores", () -> positive(processor().getPhysicalProcessorCount()))
        .put("threads", () -> positive(processor().getLogicalProcessorCount()))
        .orElse("threads", () -> Runtime.getRuntime().availableProcessors())
        .facts();
  }

  private CentralProcessor processor() {
    return hardware().getProcessor();
  }

  private Map<String, Object> memory() {
    GlobalMemory memory = hardware().getMemory();
    return new FactBuilder()
        .put("total", () -> positive(memory.getTotal()))
        .put("swap", () -> memory.getVirtualMemory().getSwapTotal())
        .facts();
  }
}
