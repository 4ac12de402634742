package io.steward.plugin.httprequest;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.State;
import io.steward.testkit.Run;
import io.steward.testkit.Workbench;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpRedirectsTest {

  private final Site here;
  private final Site there;

  HttpRedirectsTest() throws IOException {
    here = Site.plain();
    there = Site.plain();
    there.with(
        "/goal",
        exchange ->
            Site.give(
                exchange,
                200,
                "text/plain",
                exchange.getRequestHeaders().containsKey("Authorization") ? "known" : "unknown"));
    here.text("/goal", "here");
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private static Run ask(Redirects redirects, List<String> allow, Map<String, Object> arguments) {
    try (Workbench bench =
        Workbench.of(new HttpCommand(allow, 1000, redirects, Optional.empty()))) {
      return bench.start(arguments).await();
    }
  }

  private Run ask(Redirects redirects, String path) {
    return ask(
        redirects,
        List.of("http://127.0.0.1:*", "http://localhost:*"),
        Map.of("url", here.url(path), "headers", Map.of("Authorization", "Bearer secret")));
  }

  private String elsewhere() {
    return "http://localhost:" + there.port() + "/goal";
  }

  @Test
  void returnsARedirectThatIsNotFollowed() {
    here.redirect("/near", 302, "/goal").redirect("/far", 302, elsewhere());
    Run never = ask(Redirects.NEVER, "/near");
    assertThat(never.state()).isEqualTo(State.Terminal.FAILED);
    assertThat(never.result()).containsEntry("status", 302);
    Run sameHost = ask(Redirects.SAME_HOST, "/far");
    assertThat(sameHost.result()).containsEntry("status", 302);
    assertThat(there.asked()).isEmpty();
  }

  @Test
  void followsARedirectToTheSameHost() {
    here.redirect("/near", 302, "/goal");
    Run run = ask(Redirects.SAME_HOST, "/near");
    assertThat(run.result()).containsEntry("url", here.url("/goal")).containsEntry("body", "here");
  }

  @Test
  void followsARedirectToAnotherHostWithoutCredentials() {
    here.redirect("/far", 302, elsewhere());
    Run run = ask(Redirects.ALWAYS, "/far");
    assertThat(run.result()).containsEntry("url", elsewhere()).containsEntry("body", "unknown");
  }

  @Test
  void refusesARedirectToADisallowedUrl() {
    here.redirect("/far", 302, elsewhere());
    Run run = ask(Redirects.ALWAYS, List.of("http://127.0.0.1:*"), Map.of("url", here.url("/far")));
    assertThat(run.state()).isEqualTo(State.Terminal.FAILED);
    assertThat(run.reason())
        .isEqualTo("redirected to a URL that is not allowed on this node: " + elsewhere());
    assertThat(there.asked()).isEmpty();
  }

  @Test
  void endsARedirectLoop() {
    here.redirect("/circle", 307, "/circle");
    Run run = ask(Redirects.ALWAYS, "/circle");
    assertThat(run.reason()).isEqualTo("more than 5 redirects");
    assertThat(here.asked()).hasSize(6);
  }

  @Test
  void repeatsAnUnsafeRequestOnlyFor307() {
    here.redirect("/see", 303, "/goal").redirect("/again", 307, "/goal");
    List<String> all = List.of("http://127.0.0.1:*");
    ask(Redirects.ALWAYS, all, Map.of("url", here.url("/see"), "method", "POST", "body", "b"));
    ask(Redirects.ALWAYS, all, Map.of("url", here.url("/again"), "method", "POST", "body", "b"));
    assertThat(here.asked()).containsExactly("POST /see", "GET /goal", "POST /again", "POST /goal");
  }
}
