package io.steward.plugin.httprequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.api.State;
import io.steward.testkit.Run;
import io.steward.testkit.Workbench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpCommandTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Site site;
  private final Workbench bench =
      Workbench.of(
          new HttpCommand(
              List.of("http://127.0.0.1:*/*"), 1000, Redirects.NEVER, Optional.empty()));

  HttpCommandTest() throws IOException {
    site = Site.plain();
  }

  @BeforeEach
  void open() {
    site.text("/fine", "fine\n");
  }

  @AfterEach
  void close() {
    bench.close();
    site.close();
  }

  private Run ask(String path, Map<String, Object> more) {
    Map<String, Object> arguments = new HashMap<>(more);
    arguments.put("url", site.url(path));
    return bench.start(arguments).await();
  }

  @Test
  void returnsTheResponse() {
    Run run = ask("/fine?token=secret", Map.of());
    assertThat(run.state()).isEqualTo(State.Terminal.SUCCEEDED);
    assertThat(run.result())
        .containsEntry("url", site.url("/fine"))
        .containsEntry("status", 200)
        .containsEntry("body", "fine\n")
        .containsEntry("type", "text/plain; charset=utf-8")
        .containsEntry("bytes", 5)
        .containsEntry("dropped", 0)
        .containsKeys("headers", "tookMillis")
        .doesNotContainKey("tls");
    assertThat(site.asked()).containsExactly("GET /fine?token=secret");
    assertThat(run.document().toString()).doesNotContain("secret");
  }

  @Test
  void sendsMethodHeadersAndBody() {
    site.with(
        "/echo",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String token = exchange.getRequestHeaders().getFirst("X-Token");
          String type = exchange.getRequestHeaders().getFirst("Content-Type");
          Site.give(exchange, 200, "text/plain", token + " " + type + " " + body);
        });
    Run text =
        ask("/echo", Map.of("method", "put", "headers", Map.of("X-Token", "t"), "body", "ä"));
    assertThat(text.result()).containsEntry("body", "t null ä");
    Run json =
        ask("/echo", Map.of("method", "POST", "json", Map.of("a", List.of(1, "\"\n", true))));
    assertThat(json.result())
        .containsEntry("body", "null application/json {\"a\":[1,\"\\\"\\u000a\",true]}");
    Run named =
        ask(
            "/echo",
            Map.of(
                "method", "PATCH", "json", Map.of(), "headers", Map.of("content-type", "text/x")));
    assertThat(named.result()).containsEntry("body", "null text/x {}");
    assertThat(site.asked()).containsExactly("PUT /echo", "POST /echo", "PATCH /echo");
  }

  @Test
  void failsWhenTheResponseIsNotTheExpectedOne() {
    site.with("/bad", exchange -> Site.give(exchange, 503, "application/json", "{\"up\":false}"));
    Run usual = ask("/bad", Map.of());
    assertThat(usual.state()).isEqualTo(State.Terminal.FAILED);
    assertThat(usual.reason()).isEqualTo("status 503, expected 200 to 299");
    assertThat(usual.result()).containsEntry("status", 503).containsEntry("body", "{\"up\":false}");
    assertThat(ask("/bad", Map.of("expect", Map.of("status", List.of(200, 503)))).state())
        .isEqualTo(State.Terminal.SUCCEEDED);
    Run other = ask("/fine", Map.of("expect", Map.of("status", List.of(204))));
    assertThat(other.reason()).isEqualTo("status 200, expected [204]");
    Run text = ask("/fine", Map.of("expect", Map.of("contains", "well")));
    assertThat(text.reason()).isEqualTo("the body does not contain \"well\"");
    assertThat(ask("/fine", Map.of("expect", Map.of("contains", "ine"))).state())
        .isEqualTo(State.Terminal.SUCCEEDED);
  }

  @Test
  void truncatesALargeBodyAndReportsTheRest() {
    site.text("/large", "x".repeat(5000));
    site.text("/exact", "x".repeat(1000));
    Run large = ask("/large", Map.of("expect", Map.of("contains", "y")));
    assertThat(large.result())
        .containsEntry("body", "x".repeat(1000))
        .containsEntry("bytes", 1000)
        .containsEntry("dropped", 4000);
    assertThat(large.reason()).endsWith("in the part that was read");
    assertThat(ask("/exact", Map.of()).result())
        .containsEntry("bytes", 1000)
        .containsEntry("dropped", 0);
  }

  @Test
  void closesTheConnectionOfAnEndlessBody() {
    AtomicReference<IOException> noticed = new AtomicReference<>();
    site.with(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try {
            while (true) {
              exchange
                  .getResponseBody()
                  .write("more ".repeat(100).getBytes(StandardCharsets.UTF_8));
            }
          } catch (IOException gone) {
            noticed.set(gone);
          }
        });
    Run run = ask("/endless", Map.of());
    assertThat(run.state()).isEqualTo(State.Terminal.SUCCEEDED);
    assertThat(run.result()).containsEntry("bytes", 1000).doesNotContainKey("dropped");
    await().atMost(PATIENCE).until(() -> noticed.get() != null);
  }

  @Test
  void omitsBinaryBodiesAndCookies() {
    site.with(
        "/picture",
        exchange -> {
          exchange.getResponseHeaders().set("Set-Cookie", "session=secret");
          Site.give(exchange, 200, "image/png", "\u0089PNG");
        });
    Run run = ask("/picture", Map.of());
    assertThat(run.result()).containsEntry("bytes", 5).doesNotContainKey("body");
    assertThat(run.document().toString()).contains("image/png").doesNotContain("secret");
  }

  @Test
  void failsAfterItsTimeout() {
    site.silent("/silent");
    Run run = ask("/silent", Map.of("timeout", "50ms"));
    assertThat(run.state()).isEqualTo(State.Terminal.FAILED);
    assertThat(run.reason()).isEqualTo("timeout: no response from " + site.url("/silent"));
  }

  @Test
  void endsAtOnceWhenItIsCancelled() {
    site.silent("/silent");
    Run run = bench.start(Map.of("url", site.url("/silent"), "timeout", "1h"));
    await().atMost(PATIENCE).until(() -> site.asked().contains("GET /silent"));
    assertThat(run.cancel().await().state()).isEqualTo(State.Terminal.CANCELLED);
    assertThat(ask("/fine", Map.of()).state()).isEqualTo(State.Terminal.SUCCEEDED);
  }

  @Test
  void reportsARefusedConnection() throws IOException {
    int port;
    try (Site gone = Site.plain()) {
      port = gone.port();
    }
    Run run = bench.send("url: http://127.0.0.1:" + port + "/");
    assertThat(run.state()).isEqualTo(State.Terminal.FAILED);
    assertThat(run.reason()).startsWith("cannot connect to 127.0.0.1:" + port);
  }

  @Test
  void allowsNothingByDefault() {
    try (Workbench none = Workbench.of(new HttpCommand())) {
      Run run = none.send("url: " + site.url("/fine?token=secret"));
      assertThat(run.state()).isEqualTo(State.Terminal.FAILED);
      assertThat(run.reason())
          .contains("with: { allow: [\"" + site.url("/fine") + "\"] }")
          .doesNotContain("secret");
    }
    Run other = bench.send("url: http://localhost:" + site.port() + "/fine");
    assertThat(other.reason())
        .isEqualTo("not allowed on this node: http://localhost:" + site.port() + "/fine");
    assertThat(site.asked()).isEmpty();
  }

  @Test
  void rejectsInvalidRequests() {
    String url = "url: " + site.url("/fine");
    assertThat(
            List.of(
                "{}",
                "url: fine",
                "url: file:///etc/passwd",
                "url: 'http://user:secret@127.0.0.1/'",
                "url: 'http://127.0.0.1/a/../b'",
                "url: 'http://127.0.0.1/a/%2E%2e%2fb'",
                "{" + url + ", body: a, json: b}",
                "{" + url + ", method: 'G T'}",
                "{" + url + ", headers: {Host: elsewhere}}",
                "{" + url + ", headers: {X: \"a\\r\\nY: b\"}}",
                "{" + url + ", timeout: 0s}",
                "{" + url + ", expect: {status: [99]}}"))
        .allSatisfy(arguments ->
            assertThat(bench.send(arguments).state())
                .as(arguments)
                .isEqualTo(State.Terminal.REJECTED));
    assertThat(site.asked()).isEmpty();
  }

  @Test
  void refusesInvalidSettings() {
    assertThatThrownBy(() -> new HttpCommand(List.of("*"), 0, Redirects.NEVER, Optional.empty()))
        .hasMessageContaining("\"*\" is not a URL pattern");
    assertThatThrownBy(() -> Workbench.configured(new HttpCommand(), "largest: 16777217"))
        .hasMessageEndingWith("with.largest: 16777217 is not from 0 to 16777216");
  }

  @Test
  void leaksNoThreads() {
    assertThat(ask("/fine", Map.of()).state()).isEqualTo(State.Terminal.SUCCEEDED);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("HttpClient-")));
  }
}
