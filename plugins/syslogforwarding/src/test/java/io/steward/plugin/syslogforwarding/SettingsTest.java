package io.steward.plugin.syslogforwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.testkit.Workbench;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @Test
  void theDefaultsAreValid() {
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
  void refusesInvalidAddresses(String address) {
    assertThatThrownBy(() -> Sources.on(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + address + "\" is not an address such as");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "listen: []      | listen: it has 0 items, not 1 or more",
        "batch: 0        | batch: 0 is not from 1 to 1000",
        "batch: 1001     | batch: 1001 is not from 1 to 1000",
        "linger: 61s     | linger: 1m1s is not from 0s to 1m",
        "longest: 479    | longest: 479 is not from 480 to 65536",
        "queue: 0        | queue: 0 is not from 1 to 10000000",
        "connections: 0  | connections: 0 is not from 1 to 10000",
      })
  void refusesValuesOutOfRange(String settings, String why) {
    assertThatThrownBy(() -> Workbench.configured(new SyslogSource(), settings))
        .hasMessageEndingWith("with." + why);
  }

  @Test
  void refusesNoSendersAtAll() {
    assertThatThrownBy(() -> Workbench.configured(new SyslogFile(), "senders: 0"))
        .hasMessageEndingWith("with.senders: 0 is not from 1 to 100000");
  }
}
