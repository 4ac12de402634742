package io.steward.plugin.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import oshi.hardware.HardwareAbstractionLayer;

/// Detects whether the machine is virtual or a container.
///
/// OSHI recognizes hypervisors by the names of the hardware. A container has its host's hardware,
/// and is recognized by files that its runtime creates.
///
/// @param root of the file system
record Virtualisation(Path root) {

  /// One word, such as `docker`, `kvm`, `vm` for an unknown hypervisor, or `none`; empty when it
  /// cannot be determined.
  String find(HardwareAbstractionLayer hardware) {
    return container()
        .or(() -> hardware.getVirtualization().map(name -> name.toLowerCase(Locale.ROOT)))
        .or(this::processor)
        .orElse("");
  }

  /// The innermost container, if any.
  Optional<String> container() {
    if (Files.exists(root.resolve(".dockerenv"))) {
      return Optional.of("docker");
    }
    if (Files.exists(root.resolve("run/.containerenv"))) {
      return Optional.of("podman");
    }
    try {
      // systemd records here which container manager started it, such as lxc or systemd-nspawn
      return Optional.of(Files.readString(root.resolve("run/systemd/container")).strip())
          .filter(name -> !name.isEmpty());
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /// Looks for the flag of x86 processors that only hypervisors set.
  Optional<String> processor() {
    try (Stream<String> lines = Files.lines(root.resolve("proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(flags -> flags.matches(".*\\bhypervisor\\b.*") ? "vm" : "none");
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }
}
