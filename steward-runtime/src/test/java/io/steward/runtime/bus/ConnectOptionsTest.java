package io.steward.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.runtime.access.BrokerAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectOptionsTest {

  @Test
  void credentialsReplaceTheUserInfoOfTheServers() {
    ConnectOptions options =
        ConnectOptions.withCredentials(
            new Credentials.User("watch", "secret"),
            List.of(
                BrokerAddress.parse("nats://fleet:p%40ss@10.0.0.1:4222"),
                BrokerAddress.parse("tls://token@broker.example"),
                BrokerAddress.parse("nats://[::1]:4222")));
    assertThat(options.servers())
        .extracting(BrokerAddress::toString)
        .containsExactly("nats://10.0.0.1:4222", "tls://broker.example", "nats://[::1]:4222");
  }
}
