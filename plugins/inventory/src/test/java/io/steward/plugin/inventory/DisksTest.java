package io.steward.plugin.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import oshi.software.os.OSFileStore;

class DisksTest {

  private static List<Object> paths(OSFileStore... mounted) {
    return Disks.of(List.of(mounted)).stream().map(disk -> disk.get("path")).toList();
  }

  @Test
  void describesADisk() {
    assertThat(Disks.of(List.of(new Mounted("/dev/vda1", "/", "ext4", 20_000_000, 9_999_999))))
        .containsExactly(
            Map.of("path", "/", "type", "ext4", "size", 20_000_000L, "free", 9_437_184L));
  }

  @Test
  void reportsAFullDisk() {
    assertThat(Disks.of(List.of(new Mounted("/dev/vda1", "/", "ext4", 1000, 0))))
        .singleElement()
        .isEqualTo(Map.of("path", "/", "type", "ext4", "size", 1000L, "free", 0L));
  }

  @Test
  void countsADeviceOnceByItsShortestPath() {
    assertThat(
            paths(
                new Mounted("/dev/vda1", "/etc/hosts", "ext4", 1000, 1),
                new Mounted("/dev/vdb1", "/srv", "xfs", 1000, 1),
                new Mounted("/dev/vda1", "/", "ext4", 1000, 1)))
        .containsExactly("/", "/srv");
  }

  @Test
  void leavesOutOtherFileSystems() {
    assertThat(
            paths(
                new Mounted("tmpfs", "/tmp", "tmpfs", 1000, 1),
                new Mounted("none", "/empty", "ext4", 0, 0)))
        .isEmpty();
  }

  @Test
  void limitsTheNumberOfDisks() {
    OSFileStore[] many =
        IntStream.range(0, 1000)
            .mapToObj(i -> new Mounted("/dev/" + i, "/mnt/" + i, "ext4", 1000, 1))
            .toArray(OSFileStore[]::new);
    assertThat(paths(many)).hasSize(50);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "7,7", "17,16", "18,18", "1023,960", "1024,1024", "1025,1024", "-1,0"})
  void roundsDownToFourBinaryDigits(long free, long told) {
    assertThat(Disks.roundDown(free)).isEqualTo(told);
  }
}
