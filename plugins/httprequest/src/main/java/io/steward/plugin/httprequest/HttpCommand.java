package io.steward.plugin.httprequest;

import io.steward.api.CommandContext;
import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.DurationRange;
import io.steward.api.MethodName;
import io.steward.api.Range;
import io.steward.api.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Sends one HTTP request, and checks the response.
///
/// @param allow patterns of allowed URLs; none when empty
/// @param largest maximum number of bytes kept of a body
/// @param redirects which redirects are followed
/// @param ca a file of the only trusted authorities, instead of the JDK's
@Description("Sends an HTTP request from the node, and checks the response.")
public record HttpCommand(
    @Description("Patterns of allowed URLs, such as http://127.0.0.1:*/*; none when empty.")
        List<String> allow,
    @Description("Maximum bytes of a body that are kept.") @Range(min = 0, max = 16_777_216)
        long largest,
    @Description("Which redirects are followed.") Redirects redirects,
    @Description("A PEM file of the only trusted authorities; the JDK's by default.")
        Optional<Path> ca)
    implements CommandHandler<HttpCommand.Arguments> {

  private static final long DEFAULT_LARGEST = 256 * 1024;
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /// The default settings, which allow no URL.
  public HttpCommand() {
    this(List.of(), DEFAULT_LARGEST, Redirects.NEVER, Optional.empty());
  }

  /// @throws IllegalArgumentException when a pattern is malformed
  public HttpCommand {
    allow.forEach(UrlPattern::parse);
  }

  /// The request, and the expected response.
  ///
  /// @param url to request
  /// @param method the HTTP method
  /// @param headers to send
  /// @param body to send as is
  /// @param json to send as JSON instead of a body
  /// @param timeout of the whole exchange
  /// @param expect what the response must be
  public record Arguments(
      @Description("The URL to request.") URI url,
      @Description("The HTTP method; GET by default.") Optional<String> method,
      @Description("Headers to send.") Map<String, String> headers,
      @Description("The body to send, a text.") Optional<String> body,
      @Description("Plain data to send as JSON instead of a body.") Optional<Object> json,
      @Description("Timeout including redirects; 30s by default.") @DurationRange(min = "1ms")
          Optional<Duration> timeout,
      @Description("What the response must be for the command to succeed.")
          Optional<Expectation> expect) {

    private static final String TYPE = "Content-Type";

    /// @throws IllegalArgumentException when they do not form a valid request
    public Arguments {
      UrlCheck.check(url);
      if (body.isPresent() && json.isPresent()) {
        throw new IllegalArgumentException("give either \"body\" or \"json\", not both");
      }
      request(url, method, headers, body, json);
    }

    private HttpRequest request() {
      return request(url, method, headers, body, json);
    }

    private static HttpRequest request(
        URI url,
        Optional<String> method,
        Map<String, String> headers,
        Optional<String> body,
        Optional<Object> json) {
      Optional<String> sent = body.or(() -> json.map(JsonText::write));
      HttpRequest.Builder request =
          HttpRequest.newBuilder(url)
              .method(
                  method.orElse("GET").toUpperCase(Locale.ROOT),
                  sent.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
      if (json.isPresent() && headers.keySet().stream().noneMatch(TYPE::equalsIgnoreCase)) {
        request.header(TYPE, "application/json");
      }
      headers.forEach(request::header);
      return request.build();
    }
  }

  @Override
  public MethodName method() {
    return new MethodName("httprequest");
  }

  @Override
  public Reply handle(Arguments arguments, CommandContext context)
      throws IOException, InterruptedException {
    URI url = arguments.url();
    if (!permits(url)) {
      return Reply.failed(
          allow.isEmpty()
              ? "this node allows no URL; to allow this one, set in the binding: with: { allow: [\""
                  + UrlCheck.withoutQuery(url)
                  + "\"] }"
              : "not allowed on this node: " + UrlCheck.withoutQuery(url));
    }
    HttpClient client = client();
    try {
      long started = System.nanoTime();
      long deadline = RedirectChain.deadlineIn(arguments.timeout().orElse(DEFAULT_TIMEOUT));
      HttpResponse<ResponseBody> answer =
          new RedirectChain(client, this, deadline).answer(arguments.request());
      Result result = Result.of(answer, Duration.ofNanos(System.nanoTime() - started).toMillis());
      return arguments
          .expect()
          .orElse(Expectation.DEFAULT)
          .mismatch(answer.statusCode(), answer.body())
          .map(mismatch -> Reply.failed(mismatch, result))
          .orElseGet(() -> Reply.succeeded(result));
    } finally {
      client.shutdownNow();
    }
  }

  /// Whether a URL is allowed.
  boolean permits(URI url) {
    return allow.stream().map(UrlPattern::parse).anyMatch(each -> each.permits(url));
  }

  private HttpClient client() throws IOException {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (ca.isPresent()) {
      client.sslContext(new TrustedAuthorities(ca.get()).context());
    }
    return client.build();
  }
}
