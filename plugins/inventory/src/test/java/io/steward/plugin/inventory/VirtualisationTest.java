package io.steward.plugin.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Detects machines by their file systems.
class VirtualisationTest {

  @TempDir private Path root = Path.of("");

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(Objects.requireNonNull(path.getParent()));
    Files.writeString(path, text);
  }

  private Virtualisation machine() {
    return new Virtualisation(root);
  }

  @Test
  void detectsContainersByTheirFiles() throws IOException {
    assertThat(machine().container()).isEmpty();
    write("run/systemd/container", "lxc\n");
    assertThat(machine().container()).contains("lxc");
    write("run/.containerenv", "");
    assertThat(machine().container()).contains("podman");
    write(".dockerenv", "");
    assertThat(machine().container()).contains("docker");
  }

  @Test
  void detectsAHypervisorByTheProcessor() throws IOException {
    write("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu sse2 hypervisor lm\n");
    assertThat(machine().processor()).contains("vm");
  }

  @Test
  void detectsAPhysicalMachineByTheProcessor() throws IOException {
    write("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu sse2 lm\n");
    assertThat(machine().processor()).contains("none");
  }

  @Test
  void doesNotGuess() throws IOException {
    assertThat(machine().processor()).isEmpty();
    write("proc/cpuinfo", "processor\t: 0\nFeatures\t: fp asimd\n");
    assertThat(machine().processor()).isEmpty();
  }
}
