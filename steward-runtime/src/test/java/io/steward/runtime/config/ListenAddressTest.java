package io.steward.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ListenAddressTest {

  @Test
  void aPortAloneMeansTheLoopbackAddress() {
    ListenAddress loopback = new ListenAddress("127.0.0.1", 9464);
    assertThat(ListenAddress.parse("9464")).isEqualTo(loopback);
    assertThat(ListenAddress.parse(":9464")).isEqualTo(loopback);
    assertThat(ListenAddress.parse("127.0.0.1:9464")).isEqualTo(loopback);
  }

  @Test
  void parsesWhatItPrints() {
    for (String text :
        new String[] {"0.0.0.0:1", "[::]:9464", "[fe80::1]:65535", "unit-7.lan:80"}) {
      assertThat(ListenAddress.parse(text)).hasToString(text);
    }
  }

  @Test
  void rejectsInvalidAddresses() {
    for (String text : new String[] {"", "x", "0", "65536", "1.2.3.4", "::1:9464", "a b:80"}) {
      assertThatThrownBy(() -> ListenAddress.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("9464");
    }
  }
}
