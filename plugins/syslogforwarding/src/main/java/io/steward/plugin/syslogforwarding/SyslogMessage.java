package io.steward.plugin.syslogforwarding;

import io.steward.api.Description;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One syslog message, as it came and as far as it could be read.
///
/// @param raw all of it, byte by byte
/// @param charset by which the bytes become `raw`; absent for UTF-8
/// @param received when it came, by the node's clock
/// @param peer who sent it, for example `udp 127.0.0.1:40000`
/// @param facility 0 to 23 (RFC 5424 section 6.2.1)
/// @param severity 0 to 7, 0 the most severe
/// @param timestamp what the sender's clock said
/// @param host who the sender says it is
/// @param app which program
/// @param process which of its processes
/// @param messageId which kind of message
/// @param structured structured data: element to name to value, the last one when a name stands
///   there twice
/// @param message the text
public record SyslogMessage(
    @Description("The whole message as it came.") String raw,
    @Description("How its bytes are written in raw; UTF-8 when absent.") Optional<String> charset,
    @Description("When it came, by the node's clock.") Instant received,
    @Description("Who sent it.") String peer,
    @Description("The facility, 0 to 23.") Optional<Integer> facility,
    @Description("The severity, 0 to 7; 0 is the most severe.") Optional<Integer> severity,
    @Description("What the sender's clock said.") Optional<Instant> timestamp,
    @Description("Who the sender says it is.") Optional<String> host,
    @Description("Which program.") Optional<String> app,
    @Description("Which of its processes.") Optional<String> process,
    @Description("Which kind of message.") Optional<String> messageId,
    @Description("Structured data: element to name to value.")
        Map<String, Map<String, String>> structured,
    @Description("The text.") Optional<String> message) {

  private static final Set<String> CHARSETS =
      Set.of(StandardCharsets.UTF_8.name(), StandardCharsets.ISO_8859_1.name());

  /// @throws IllegalArgumentException when the charset is one that cannot give the bytes back
  public SyslogMessage {
    charset.ifPresent(name -> {
      if (!CHARSETS.contains(name)) {
        throw new IllegalArgumentException("charset is UTF-8 or ISO-8859-1");
      }
    });
  }

  /// The message's bytes, exactly as they came.
  byte[] bytes() {
    return raw.getBytes(charset.map(Charset::forName).orElse(StandardCharsets.UTF_8));
  }
}
