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

/// The facts of this machine, read by each instance.
///
/// It uses the part of OSHI that reads kernel files, without native code, which would have to be
/// unpacked to an executable folder. This works on Linux; elsewhere only the JDK's facts are known.
final class Machine {

  private final SystemInfo system = new SystemInfo();

  /// All facts.
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

  /// The boot time, not the uptime, which would be a new fact each second.
  private @Nullable String started() {
    long seconds = operatingSystem().getSystemBootTime();
    return seconds > 0 ? Instant.ofEpochSecond(seconds).toString() : null;
  }

  /// OSHI returns 0 for unknown counts.
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
