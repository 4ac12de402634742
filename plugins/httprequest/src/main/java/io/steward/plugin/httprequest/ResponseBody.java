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

/// The beginning of an answer's body.
///
/// @param bytes what was kept; not to be moved through
/// @param isWhole whether there was no more
/// @param length how long it is, where that is known
/// @param type what its server calls it; empty when it does not say
record ResponseBody(ByteBuffer bytes, boolean isWhole, Optional<Long> length, String type) {

  private static final Pattern CHARSET = Pattern.compile("charset=\"?([^\\s;\"]+)");
  private static final Pattern TEXT =
      Pattern.compile(
          "text/.*|application/(.*\\+)?(json|xml|yaml|javascript)|application/"
              + "(x-www-form-urlencoded|x-ndjson|openmetrics-text|toml|sql)|image/svg\\+xml");

  /// Takes a body's beginning off the wire, and hangs up when it has enough: over a link that is
  /// paid by the byte, the rest is not worth counting.
  static HttpResponse.BodyHandler<ResponseBody> upTo(long largest) {
    return answer -> {
      Optional<Long> told =
          answer.headers().firstValueAsLong("Content-Length").stream().boxed().findFirst();
      String type = answer.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
      return new BoundedBodyReader(
          Math.toIntExact(largest),
          (bytes, whole) ->
              new ResponseBody(
                  bytes, whole, whole ? Optional.of((long) bytes.remaining()) : told, type));
    };
  }

  /// Whether its server calls it text; of an unnamed one, whether it looks like text.
  boolean isText() {
    if (type.isEmpty()) {
      return text().indexOf('\0') < 0;
    }
    return TEXT.matcher(type.split(";", 2)[0].strip()).matches();
  }

  /// It as text, in the letters its server says, or UTF-8.
  String text() {
    return charset().decode(bytes.duplicate()).toString();
  }

  /// How many bytes were not kept, where the server said how long it is.
  Optional<Long> dropped() {
    return isWhole ? Optional.of(0L) : length.map(all -> all - bytes.remaining());
  }

  private Charset charset() {
    Matcher said = CHARSET.matcher(type);
    try {
      return said.find() ? Charset.forName(said.group(1)) : StandardCharsets.UTF_8;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return StandardCharsets.UTF_8;
    }
  }
}
