package io.steward.runtime.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.steward.runtime.concurrent.DeadlyError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the metrics of a node at `/metrics`, in the Prometheus or the OpenMetrics text format, as
/// the scraper requests; and nothing else.
public final class MetricsEndpoint implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MetricsEndpoint.class);
  private static final String PATH = "/metrics";

  private final NodeMetrics metrics;
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  private MetricsEndpoint(NodeMetrics metrics, HttpServer server) {
    this.metrics = metrics;
    this.server = server;
  }

  /// Starts listening.
  ///
  /// @throws IOException if it cannot listen there
  public static MetricsEndpoint open(String host, int port, NodeMetrics metrics)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
    MetricsEndpoint endpoint = new MetricsEndpoint(metrics, HttpServer.create(address, 0));
    endpoint.server.setExecutor(endpoint.threads);
    endpoint.server.createContext("/", endpoint::handle);
    endpoint.server.start();
    return endpoint;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        exchange.sendResponseHeaders(404, -1);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        exchange.sendResponseHeaders(405, -1);
      } else {
        writeMetrics(exchange);
      }
    } catch (RuntimeException | Error e) { // of which the server would say nothing
      DeadlyError.rethrow(e);
      log.error("the metrics cannot be served", e);
    }
  }

  private void writeMetrics(HttpExchange exchange) throws IOException {
    ExpositionFormatWriter format =
        formats.findWriter(exchange.getRequestHeaders().getFirst("Accept"));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    format.write(text, metrics.scrape());
    exchange.getResponseHeaders().set("Content-Type", format.getContentType());
    exchange.sendResponseHeaders(200, text.size());
    text.writeTo(exchange.getResponseBody());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
