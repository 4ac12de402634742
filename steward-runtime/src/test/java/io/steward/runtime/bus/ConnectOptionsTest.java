package io.steward.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectOptionsTest {

  @Test
  void credentialsReplaceTheUserInfoOfTheServers() {
    ConnectOptions options =
        ConnectOptions.withCredentials(
            new Credentials.User("watch", "secret"),
            List.of(
                URI.create("nats://fleet:p%40ss@10.0.0.1:4222"),
                URI.create("tls://token@broker.example"),
                URI.create("nats://[::1]:4222")));
    assertThat(options.servers())
        .extracting(URI::toString)
        .containsExactly("nats://10.0.0.1:4222", "tls://broker.example", "nats://[::1]:4222");
  }
}
