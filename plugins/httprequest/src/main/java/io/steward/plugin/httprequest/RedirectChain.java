package io.steward.plugin.httprequest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends one request, and follows redirects. Every URL is checked, since the JDK's client would
/// follow redirects anywhere.
///
/// @param client sends the requests, without following redirects
/// @param settings allowed URLs and redirects
/// @param deadline of the whole exchange, by `System.nanoTime`
record RedirectChain(HttpClient client, HttpCommand settings, long deadline) {

  private static final int MAX_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> SAME_METHOD = Set.of(307, 308);
  private static final Set<String> SAFE = Set.of("GET", "HEAD");
  private static final Set<String> SECRET = Set.of("authorization", "cookie");

  /// Sends requests until a response is not a redirect to follow.
  HttpResponse<ResponseBody> answer(HttpRequest first) throws IOException, InterruptedException {
    HttpRequest request = first;
    for (int followed = 0; ; followed++) {
      HttpResponse<ResponseBody> answer = send(request);
      Optional<URI> next = redirect(answer);
      if (next.isEmpty()) {
        return answer;
      }
      if (followed == MAX_REDIRECTS) {
        throw new IOException("more than " + MAX_REDIRECTS + " redirects");
      }
      request = follow(request, answer.statusCode(), next.get());
    }
  }

  private HttpResponse<ResponseBody> send(HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<ResponseBody>> answer =
        client.sendAsync(request, ResponseBody.upTo(settings.largest()));
    try {
      return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IOException(RequestFailure.reason(request.uri(), e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IOException("timeout: no response from " + UrlCheck.shown(request.uri()), e);
    } finally {
      answer.cancel(true); // aborts the request if it is still running
    }
  }

  private Optional<URI> redirect(HttpResponse<ResponseBody> answer) throws IOException {
    if (!REDIRECTS.contains(answer.statusCode())) {
      return Optional.empty();
    }
    Optional<String> location = answer.headers().firstValue("Location");
    if (location.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI to = answer.uri().resolve(location.get());
      if (!settings.redirects().follows(answer.uri(), to)) {
        return Optional.empty();
      }
      UrlCheck.check(to);
      if (!settings.permits(to)) {
        throw new IOException(
            "redirected to a URL that is not allowed on this node: " + UrlCheck.shown(to));
      }
      return Optional.of(to);
    } catch (IllegalArgumentException e) {
      throw new IOException("redirected to an unusable URL: " + e.getMessage(), e);
    }
  }

  /// As in browsers: a request that is not safe is repeated only for 307 and 308, and another
  /// origin does not see the sender's credentials.
  private static HttpRequest follow(HttpRequest request, int status, URI to) {
    boolean otherOrigin =
        !UrlPattern.host(request.uri()).equals(UrlPattern.host(to))
            || UrlPattern.port(request.uri()) != UrlPattern.port(to);
    HttpRequest.Builder next =
        HttpRequest.newBuilder(
            request, (name, _) -> !otherOrigin || !SECRET.contains(name.toLowerCase(Locale.ROOT)));
    next.uri(to);
    if (!SAME_METHOD.contains(status) && !SAFE.contains(request.method())) {
      next.method("GET", BodyPublishers.noBody());
    }
    return next.build();
  }

  /// The deadline after a duration from now.
  static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }
}
