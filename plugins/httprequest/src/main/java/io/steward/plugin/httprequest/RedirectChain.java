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

/// One request with the redirects that follow it. Every URL on the way is checked: the JDK's
/// client, left to itself, would follow to anywhere.
///
/// @param client makes the requests, and follows nothing
/// @param settings what may be asked
/// @param deadline when all of it must be over, by `System.nanoTime`
record RedirectChain(HttpClient client, HttpCommand settings, long deadline) {

  private static final int MOST_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> SAME_METHOD = Set.of(307, 308);
  private static final Set<String> SAFE = Set.of("GET", "HEAD");
  private static final Set<String> SECRET = Set.of("authorization", "cookie");

  /// Asks until somebody answers with something else than a redirect that is followed.
  HttpResponse<ResponseBody> answer(HttpRequest first) throws IOException, InterruptedException {
    HttpRequest request = first;
    for (int followed = 0; ; followed++) {
      HttpResponse<ResponseBody> answer = send(request);
      Optional<URI> next = redirect(answer);
      if (next.isEmpty()) {
        return answer;
      }
      if (followed == MOST_REDIRECTS) {
        throw new IOException("more than " + MOST_REDIRECTS + " redirects");
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
      throw new IOException("no answer in time from " + UrlCheck.shown(request.uri()), e);
    } finally {
      answer.cancel(true); // ends the request where it has not ended
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
            "redirected to what is not allowed on this node: " + UrlCheck.shown(to));
      }
      return Optional.of(to);
    } catch (IllegalArgumentException e) {
      throw new IOException("redirected to what is no usable URL: " + e.getMessage(), e);
    }
  }

  /// As browsers do: what changed something is not sent twice, unless the server insists; and
  /// another origin does not see the sender's credentials.
  private static HttpRequest follow(HttpRequest request, int status, URI to) {
    boolean stranger =
        !UrlPattern.host(request.uri()).equals(UrlPattern.host(to))
            || UrlPattern.port(request.uri()) != UrlPattern.port(to);
    HttpRequest.Builder next =
        HttpRequest.newBuilder(
            request, (name, _) -> !stranger || !SECRET.contains(name.toLowerCase(Locale.ROOT)));
    next.uri(to);
    if (!SAME_METHOD.contains(status) && !SAFE.contains(request.method())) {
      next.method("GET", BodyPublishers.noBody());
    }
    return next.build();
  }

  /// A point in time from now.
  static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }
}
