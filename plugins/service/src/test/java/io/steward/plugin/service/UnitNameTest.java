package io.steward.plugin.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitNameTest {

  @Test
  void aNameWithoutATypeIsAService() {
    assertThat(UnitName.parse("nginx").value()).isEqualTo("nginx.service");
    assertThat(UnitName.parse("org.example.app").value()).isEqualTo("org.example.app.service");
    assertThat(UnitName.parse("timer").value()).isEqualTo("timer.service");
    assertThat(UnitName.parse("backup.timer").value()).isEqualTo("backup.timer");
    assertThat(UnitName.parse("getty@tty1").value()).isEqualTo("getty@tty1.service");
    assertThat(UnitName.parse("dev-disk\\x2d1.swap").value()).isEqualTo("dev-disk\\x2d1.swap");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-H", "--host=evil", "a b", "a\nb", "*", "a?", "[ab]", "/etc", "../a", "ä"})
  void rejectsNamesThatSystemctlWouldMisread(String said) {
    assertThatThrownBy(() -> UnitName.parse(said))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not the name of a systemd unit");
  }

  @Test
  void aNameHasAtMost255Characters() {
    assertThat(UnitName.parse("a".repeat(247)).value()).hasSize(255);
    assertThatThrownBy(() -> UnitName.parse("a".repeat(248)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPatternWithoutATypeMatchesServicesOnly() {
    UnitName service = UnitName.parse("app-web");
    UnitName timer = UnitName.parse("app-web.timer");
    assertThat(service.matches("app-*")).isTrue();
    assertThat(service.matches("app-web.service")).isTrue();
    assertThat(service.matches("*")).isTrue();
    assertThat(service.matches("app")).isFalse();
    assertThat(service.matches("app.web")).isFalse();
    assertThat(timer.matches("*")).isFalse();
    assertThat(timer.matches("*.timer")).isTrue();
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void isLinearInTheName() {
    UnitName dashes = UnitName.parse("a" + "-".repeat(240));
    assertThat(dashes.matches("*-*-*-*-*-*-*-*x")).isFalse();
    assertThat(dashes.matches("*-*-*-*-*-*-*-*-")).isTrue();
  }
}
