package io.steward.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NKeySeedTest {

  /// From the documentation of NATS, made by its own tool.
  static final String SEED = "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY";

  static final String PUBLIC = "UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4";

  @Test
  void derivesTheSamePublicKeyAsOtherTools() {
    assertThat(NKeySeed.parse(SEED).publicKey()).isEqualTo(PUBLIC);
  }

  @Test
  void doesNotPrintTheSecret() {
    assertThat(new Credentials.NKey(NKeySeed.parse(SEED)).toString())
        .contains(PUBLIC)
        .doesNotContain(SEED);
  }

  @Test
  void rejectsMistypedSeedsAndSeedsOfOtherKinds() {
    for (String wrong :
        new String[] {
          "", SEED.substring(1), SEED.replace("CSSL", "CSSM"), SEED.replace('Y', '1'), PUBLIC
        }) {
      assertThatThrownBy(() -> NKeySeed.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("seed");
    }
  }
}
