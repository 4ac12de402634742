package io.steward.plugin.httprequest;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The beginning of a response's body.
///
/// @param bytes what was kept; callers must not move its position
/// @param isWhole whether this is the whole body
/// @param length of the whole body, if known
/// @param type the content type; empty when the server gives none
record ResponseBody(ByteBuffer bytes, boolean isWhole, Optional<Long> length, String type) {

  private static final Pattern CHARSET = Pattern.compile("charset=\"?([^\\s;\"]+)");
  private static final Pattern TEXT =
      Pattern.compile(
          "text/.*|application/(.*\\+)?(json|xml|yaml|javascript)|application/"
              + "(x-www-form-urlencoded|x-ndjson|openmetrics-text|toml|sql)|image/svg\\+xml");

  /// Reads the beginning of a body, and closes the connection when it has enough: on a metered
  /// link, the rest is not worth reading.
  static HttpResponse.BodyHandler<ResponseBody> upTo(long largest) {
    return answer -> {
      Optional<Long> announced =
          answer.headers().firstValueAsLong("Content-Length").stream().boxed().findFirst();
      String type = answer.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
      return new BoundedBodyReader(
          Math.toIntExact(largest),
          (bytes, whole) ->
              new ResponseBody(
                  bytes, whole, whole ? Optional.of((long) bytes.remaining()) : announced, type));
    };
  }

  /// Whether the content type is a text type; without one, whether it looks like text.
  boolean isText() {
    if (type.isEmpty()) {
      return text().indexOf('\0') < 0;
    }
    return TEXT.matcher(type.split(";", 2)[0].strip()).matches();
  }

  /// The text, in the charset that the server gives, or UTF-8.
  String text() {
    return charset().decode(bytes.duplicate()).toString();
  }

  /// How many bytes were not read, if the length is known.
  Optional<Long> dropped() {
    return isWhole ? Optional.of(0L) : length.map(all -> all - bytes.remaining());
  }

  private Charset charset() {
    Matcher charset = CHARSET.matcher(type);
    try {
      return charset.find() ? Charset.forName(charset.group(1)) : StandardCharsets.UTF_8;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return StandardCharsets.UTF_8;
    }
  }
}
