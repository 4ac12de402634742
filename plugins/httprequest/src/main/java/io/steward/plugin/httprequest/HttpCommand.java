package io.steward.plugin.httprequest;

import io.steward.api.CommandHandler;
import io.steward.api.Description;
import io.steward.api.DurationRange;
import io.steward.api.MessageContext;
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

/// Makes one HTTP request and judges the answer.
///
/// @param allow which URLs may be asked; none when empty
/// @param largest how many bytes of a body are kept
/// @param redirects which ones are followed
/// @param ca the authorities that are trusted, instead of the JDK's
@Description("Makes an HTTP request from the node, and judges the answer.")
public record HttpCommand(
    @Description("Patterns of URLs, such as http://127.0.0.1:*/*; none when empty.")
        List<String> allow,
    @Description("How many bytes of a body are kept.") @Range(min = 0, max = 16_777_216)
        long largest,
    @Description("Which redirects are followed.") Redirects redirects,
    @Description("A PEM file of the only authorities to trust; the JDK's when not said.")
        Optional<Path> ca)
    implements CommandHandler<HttpCommand.Arguments> {

  private static final long USUAL_LARGEST = 256 * 1024;
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);

  /// What an operator gets who configures nothing: no URL is allowed.
  public HttpCommand() {
    this(List.of(), USUAL_LARGEST, Redirects.NEVER, Optional.empty());
  }

  /// @throws IllegalArgumentException when a pattern is none
  public HttpCommand {
    allow.forEach(UrlPattern::parse);
  }

  /// What to ask, and what to expect.
  ///
  /// @param url whom
  /// @param method what for
  /// @param headers sent with it
  /// @param body sent with it, as it is
  /// @param json sent with it instead, as JSON
  /// @param timeout how long all of it may take
  /// @param expect what the answer must be
  public record Arguments(
      @Description("Whom to ask.") URI url,
      @Description("The HTTP method; GET when not said.") Optional<String> method,
      @Description("Headers to send.") Map<String, String> headers,
      @Description("A text to send.") Optional<String> body,
      @Description("Plain data to send as JSON, instead of a text.") Optional<Object> json,
      @Description("How long all of it may take, redirects included; 30s when not said.")
          @DurationRange(min = "1ms")
          Optional<Duration> timeout,
      @Description("What the answer must be to succeed.") Optional<Expectation> expect) {

    private static final String TYPE = "Content-Type";

    /// @throws IllegalArgumentException when no request can be made of it
    public Arguments {
      UrlCheck.check(url);
      if (body.isPresent() && json.isPresent()) {
        throw new IllegalArgumentException("write either \"body\" or \"json\"");
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
  public Reply handle(Arguments arguments, MessageContext context)
      throws IOException, InterruptedException {
    URI url = arguments.url();
    if (!permits(url)) {
      return Reply.failed(
          allow.isEmpty()
              ? "no URL is allowed on this node; its keeper can write with: { allow: [\""
                  + UrlCheck.shown(url)
                  + "\"] }"
              : "not allowed on this node: " + UrlCheck.shown(url));
    }
    HttpClient client = client();
    try {
      long started = System.nanoTime();
      long deadline = RedirectChain.in(arguments.timeout().orElse(USUAL_TIMEOUT));
      HttpResponse<ResponseBody> answer =
          new RedirectChain(client, this, deadline).answer(arguments.request());
      Result result = Result.of(answer, Duration.ofNanos(System.nanoTime() - started).toMillis());
      return arguments
          .expect()
          .orElse(Expectation.USUAL)
          .complaint(answer.statusCode(), answer.body())
          .map(complaint -> Reply.failed(complaint, result))
          .orElseGet(() -> Reply.succeeded(result));
    } finally {
      client.shutdownNow();
    }
  }

  /// Whether a URL may be asked.
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
