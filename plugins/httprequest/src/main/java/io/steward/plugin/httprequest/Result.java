package io.steward.plugin.httprequest;

import io.steward.api.Description;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// What came back.
///
/// @param url who answered in the end, without the query
/// @param status the status code
/// @param headers the answer's headers, several values joined by `, `
/// @param body the beginning of its body, where that is text
/// @param type what the body is, as its server says
/// @param bytes how many bytes of it were read
/// @param dropped how many more there are; absent when there are more and nobody said how many
/// @param tookMillis from the first byte sent to the last one read, redirects included
/// @param tls over which TLS
public record Result(
    @Description("Who answered in the end, without the query.") String url,
    @Description("The status code.") int status,
    @Description("The answer's headers; the first 50, without cookies.")
        Map<String, String> headers,
    @Description("The beginning of the body, where it is text.") Optional<String> body,
    @Description("What the body is.") Optional<String> type,
    @Description("How many bytes of it were read.") long bytes,
    @Description("How many bytes were not; absent when nobody knows.") Optional<Long> dropped,
    @Description("How long it took.") long tookMillis,
    @Description("Over which TLS.") Optional<Tls> tls) {

  private static final int MOST_HEADERS = 50;
  private static final int LONGEST_HEADER = 1024;

  /// How a connection was secured.
  ///
  /// @param protocol such as `TLSv1.3`
  /// @param peer who the server is, as its certificate says
  public record Tls(String protocol, String peer) {

    private static Tls of(SSLSession session) {
      try {
        return new Tls(session.getProtocol(), session.getPeerPrincipal().getName());
      } catch (SSLPeerUnverifiedException nobody) {
        return new Tls(session.getProtocol(), "");
      }
    }
  }

  static Result of(HttpResponse<ResponseBody> answer, long tookMillis) {
    ResponseBody responseBody = answer.body();
    URI url = answer.uri();
    return new Result(
        UrlCheck.shown(url),
        answer.statusCode(),
        headers(answer.headers().map()),
        responseBody.isText() ? Optional.of(responseBody.text()) : Optional.empty(),
        Optional.of(responseBody.type()).filter(type -> !type.isEmpty()),
        responseBody.bytes().remaining(),
        responseBody.dropped(),
        tookMillis,
        answer.sslSession().map(Tls::of));
  }

  /// A cookie is as good as a password, and a result is kept where many can read it.
  private static Map<String, String> headers(Map<String, List<String>> all) {
    Map<String, String> some = new TreeMap<>();
    all.entrySet().stream()
        .filter(each -> !each.getKey().toLowerCase(Locale.ROOT).startsWith("set-cookie"))
        .limit(MOST_HEADERS)
        .forEach(each -> {
          String value = String.join(", ", each.getValue());
          some.put(
              each.getKey(),
              value.length() > LONGEST_HEADER ? value.substring(0, LONGEST_HEADER) : value);
        });
    return some;
  }
}
