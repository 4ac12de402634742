package io.steward.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BrokerAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"nats://127.0.0.1:4222", "tls://b.example", "ws://b:80/path", "nats://[::1]:4222"})
  void anAddressIsPrintedAsItWasGiven(String text) {
    BrokerAddress address = BrokerAddress.parse(text);
    assertThat(address).hasToString(text);
    assertThat(address.login()).isEmpty();
  }

  @Test
  void schemeAndPortHaveDefaults() {
    assertThat(BrokerAddress.parse(" b.example ")).hasToString("nats://b.example");
    assertThat(BrokerAddress.parse("b.example").port()).isEqualTo(4222);
    assertThat(BrokerAddress.parse("wss://b.example").port()).isEqualTo(443);
    assertThat(BrokerAddress.parse("nats://[::1]").host()).isEqualTo("::1");
  }

  @Test
  void userAndPasswordAreDecodedAndNeverPrinted() {
    BrokerAddress address = BrokerAddress.parse("nats://me%3A1:p%40ss%2Fw%23o%25r+d:x@b.example:1");
    assertThat(address.login()).contains(Login.of("me:1", "p@ss/w#o%r+d:x"));
    assertThat(address.toString() + address.login())
        .isEqualTo("nats://b.example:1Optional[the user me:1]");
    assertThat(BrokerAddress.parse("tls://s%C3%A9same@b").login())
        .contains(new Login(Optional.empty(), "sésame"))
        .hasToString("Optional[a token]");
  }

  @Test
  void whatIsEncodedIsDecodedToTheSame() {
    Login login = Login.of("a:b", "c d+e%f@g/é");
    assertThat(Login.decode(login.encoded())).isEqualTo(login);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nats://me:hidden/x@b",
        "nats://me:1/hidden@b",
        "nats://me:hidden@x@b",
        "nats://me:hidden#@b",
        "nats://me:hidden%@b",
        "nats://me:hidden?@b",
        "nats://me:hidden@",
        "http://me:hidden@b"
      })
  void aProblemDoesNotPrintThePassword(String text) {
    assertThatThrownBy(() -> BrokerAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageStartingWith("it is not a broker address")
        .hasMessageNotContaining("hidden");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nats://", "opentls://b", "nats://b:70000", "a b", "nats://b?x"})
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> BrokerAddress.parse(text))
        .hasMessage("\"" + text + "\" is not a broker address such as nats://127.0.0.1:4222");
  }

  @Test
  void loginsAreRemovedFromTheTextsOfOthers() {
    assertThat(BrokerAddress.redact("no broker at [nats://me:x/@y@a:1, tls://token@b] for me@home"))
        .isEqualTo("no broker at [nats://a:1, tls://b] for me@home");
  }
}
