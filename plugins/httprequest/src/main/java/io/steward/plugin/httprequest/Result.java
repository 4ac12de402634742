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

/// The response.
///
/// @param url of the final response, without the query
/// @param status the status code
/// @param headers of the response, several values joined by `, `
/// @param body the beginning of the body, if it is text
/// @param type the content type that the server gave
/// @param bytes how many bytes of the body were read
/// @param dropped how many more there are; absent when there are more and their number is unknown
/// @param tookMillis from the first byte sent to the last one read, redirects included
/// @param tls how the connection was secured
public record Result(
    @Description("The URL of the final response, without the query.") String url,
    @Description("The status code.") int status,
    @Description("The first 50 headers of the response, without cookies.")
        Map<String, String> headers,
    @Description("The beginning of the body, if it is text.") Optional<String> body,
    @Description("The content type of the body.") Optional<String> type,
    @Description("Bytes of the body that were read.") long bytes,
    @Description("Bytes that were not read; absent when unknown.") Optional<Long> dropped,
    @Description("Duration in milliseconds, redirects included.") long tookMillis,
    @Description("How the connection was secured.") Optional<Tls> tls) {

  private static final int MAX_HEADERS = 50;
  private static final int MAX_HEADER_LENGTH = 1024;

  /// How the connection was secured.
  ///
  /// @param protocol such as `TLSv1.3`
  /// @param peer the subject of the server's certificate
  public record Tls(String protocol, String peer) {

    private static Tls of(SSLSession session) {
      try {
        return new Tls(session.getProtocol(), session.getPeerPrincipal().getName());
      } catch (SSLPeerUnverifiedException unverified) {
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

  /// Drops cookies, which are credentials: many people can read results.
  private static Map<String, String> headers(Map<String, List<String>> all) {
    Map<String, String> kept = new TreeMap<>();
    all.entrySet().stream()
        .filter(each -> !each.getKey().toLowerCase(Locale.ROOT).startsWith("set-cookie"))
        .limit(MAX_HEADERS)
        .forEach(each -> {
          String value = String.join(", ", each.getValue());
          kept.put(
              each.getKey(),
              value.length() > MAX_HEADER_LENGTH ? value.substring(0, MAX_HEADER_LENGTH) : value);
        });
    return kept;
  }
}
