package io.steward.plugin.inventory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import oshi.hardware.HardwareAbstractionLayer;

/// Whether the machine is one, or only looks like one.
///
/// The library knows hypervisors by what they call the hardware. A container has the hardware of
/// its host, and is known by what its maker leaves in it.
///
/// @param root of the file system
record Virtualisation(Path root) {

  /// One word, such as `docker`, `kvm`, `vm` for a hypervisor that does not say which, or `none`;
  /// empty when there is no telling.
  String find(HardwareAbstractionLayer hardware) {
    return container()
        .or(() -> hardware.getVirtualization().map(name -> name.toLowerCase(Locale.ROOT)))
        .or(this::processor)
        .orElse("");
  }

  /// The innermost counts.
  Optional<String> container() {
    if (Files.exists(root.resolve(".dockerenv"))) {
      return Optional.of("docker");
    }
    if (Files.exists(root.resolve("run/.containerenv"))) {
      return Optional.of("podman");
    }
    try {
      // systemd writes down there what started it as a container, such as lxc or systemd-nspawn
      return Optional.of(Files.readString(root.resolve("run/systemd/container")).strip())
          .filter(name -> !name.isEmpty());
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /// Processors of the x86 family have a flag that only a hypervisor sets.
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
