package io.steward.plugin.syslogforwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static SyslogSource source(
      int batch, Duration linger, int longest, int queue, int connections) {
    return new SyslogSource(
        List.of(URI.create("udp://127.0.0.1:0")), batch, linger, longest, queue, connections);
  }

  @Test
  void theDefaultsAreAllowed() {
    assertThat(new SyslogSource().listen()).containsExactly(URI.create("udp://127.0.0.1:5514"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "udp://127.0.0.1:514",
        "tcp://0.0.0.0:0",
        "tcp://[::1]:65535",
        "udp://[::]:5514",
      })
  void anAddressIsALiteralAndAPort(String address) {
    assertThatCode(() -> Sources.on(address)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "udp://localhost:514",
        "http://127.0.0.1:514",
        "udp:514",
        "udp://127.0.0.1",
        "udp://127.0.0.1:65536",
        "udp://999.0.0.1:514",
        "udp://127.0.0.1:514/path",
        "udp://127.0.0.1:514?tls=yes",
        "//127.0.0.1:514",
      })
  void refusesWhatIsNoAddress(String address) {
    assertThatThrownBy(() -> Sources.on(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + address + "\" is not an address such as");
  }

  @Test
  void refusesToListenNowhere() {
    assertThatThrownBy(Sources::on).hasMessage("\"listen\" is empty: say where to listen");
  }

  @Test
  void refusesWhatIsOutOfItsRange() {
    Duration some = Duration.ofMillis(50);
    assertThatThrownBy(() -> source(0, some, 480, 1, 1)).hasMessage("batch is from 1 to 1000");
    assertThatThrownBy(() -> source(1001, some, 480, 1, 1)).hasMessage("batch is from 1 to 1000");
    assertThatThrownBy(() -> source(1, some, 479, 1, 1)).hasMessage("longest is from 480 to 65536");
    assertThatThrownBy(() -> source(1, some, 480, 0, 1)).hasMessage("queue is from 1 to 10000000");
    assertThatThrownBy(() -> source(1, some, 480, 1, 0))
        .hasMessage("connections is from 1 to 10000");
    assertThatThrownBy(() -> source(1, Duration.ofMillis(-1), 480, 1, 1))
        .hasMessage("linger is from 0s to 1m");
    assertThatThrownBy(() -> source(1, Duration.ofSeconds(61), 480, 1, 1))
        .hasMessage("linger is from 0s to 1m");
  }
}
