package io.steward.runtime.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.runtime.databind.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Whether a disconnect would be reported, by the details that the system account sees.
class ConnectionIdentityTest {

  private static final ConnectionIdentity OWN = ConnectionIdentity.of("NAJWF 12");

  private static Optional<String> whyUnreported(String version, String account) {
    String answer =
        """
        {"server":{"ver":"%s"},"data":{"connections":[{"cid":12,"name":"central"%s}]}}
        """
            .formatted(version, account);
    return OWN.whyUnreported(Optional.of(answer.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void requestsItsOwnConnection() {
    assertThat(OWN.subject()).isEqualTo("$SYS.REQ.SERVER.NAJWF.CONNZ");
    assertThat(Json.read(OWN.request())).isEqualTo(Map.of("cid", 12, "auth", true));
  }

  @Test
  void noAnswerMeansNoSystemAccountUser() {
    assertThat(OWN.whyUnreported(Optional.empty()))
        .contains("the user does not belong to its system account");
  }

  @Test
  void disconnectsInADedicatedAccountAreReported() {
    assertThat(whyUnreported("2.9.10", ",\"account\":\"FLEET\"")).isEmpty();
  }

  @Test
  void disconnectsInTheGlobalAccountAreReportedByNewServersOnly() {
    assertThat(whyUnreported("2.9.10", ""))
        .get()
        .asString()
        .contains("2.9.10", "account of its own");
    assertThat(whyUnreported("2.11.6", "")).isPresent();
    assertThat(whyUnreported("2.12.0", "")).isEmpty();
    assertThat(whyUnreported("2.15.1", "")).isEmpty();
    assertThat(whyUnreported("2.12.0-RC.1", "")).isEmpty();
    assertThat(whyUnreported("main", "")).isEmpty();
  }
}
