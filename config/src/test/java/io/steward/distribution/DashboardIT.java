package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The dashboard next to the samples shows all metrics of a node.
class DashboardIT {

  private static final Pattern METRIC = Pattern.compile("\\bsteward_[a-z_]+\\b");

  @TempDir private Path folder = Path.of("");

  private static Set<String> metrics(String text) {
    return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  private static Set<String> shown() throws Exception {
    JsonNode dashboard =
        new JsonMapper().readTree(Files.readString(Path.of(Installation.config("grafana.json"))));
    Set<String> shown = new TreeSet<>();
    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        Set<String> metrics = metrics(target.get("expr").asText());
        assertThat(metrics).as(panel.get("title").asText()).isNotEmpty();
        shown.addAll(metrics);
      }
    }
    return shown;
  }

  private static String scrape(int port) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI page = URI.create("http://127.0.0.1:" + port + "/metrics");
      return client
          .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void theDashboardShowsExactlyTheMeasuredMetrics() throws Exception {
    int port = Ports.next();
    Path ship = folder.resolve("ship2.yaml");
    Files.writeString(
        ship,
        Files.readString(Path.of(Installation.config("ship2.yaml")))
            + "metrics: { listen: \"127.0.0.1:"
            + port
            + "\" }\n");
    try (Fleet fleet = Fleet.start(folder, List.of(ship.toString()))) {
      assertThat(fleet.steward("run", "ship2", "--", "true").exit()).isZero();
      String page = scrape(port);
      Set<String> samples =
          page.lines()
              .filter(line -> !line.startsWith("#"))
              .flatMap(line -> metrics(line).stream())
              .collect(Collectors.toSet());
      assertThat(samples).hasSizeGreaterThan(10);
      assertThat(shown()).isEqualTo(new TreeSet<>(samples));
    }
  }
}
