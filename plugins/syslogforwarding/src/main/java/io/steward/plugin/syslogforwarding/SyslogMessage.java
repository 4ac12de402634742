package io.steward.plugin.syslogforwarding;

import io.steward.api.Description;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One syslog message, raw and parsed as far as possible.
///
/// @param raw the whole message, decoded byte by byte
/// @param charset in which the bytes were decoded; UTF-8 when absent
/// @param received when it was received, by the node's clock
/// @param peer address of the sender, for example `udp 127.0.0.1:40000`
/// @param facility 0 to 23 (RFC 5424 section 6.2.1)
/// @param severity 0 to 7, 0 the most severe
/// @param timestamp time by the sender's clock
/// @param host the host that the sender gives
/// @param app name of the program
/// @param process id of its process
/// @param messageId the type of message
/// @param structured structured data: element to name to value; the last value of a repeated name
/// @param message the text
public record SyslogMessage(
    @Description("The whole message as received.") String raw,
    @Description("The charset that turns raw back into its bytes; UTF-8 when absent.")
        Optional<String> charset,
    @Description("When it was received, by the node's clock.") Instant received,
    @Description("The address of the sender.") String peer,
    @Description("The facility, 0 to 23.") Optional<Integer> facility,
    @Description("The severity, 0 to 7; 0 is the most severe.") Optional<Integer> severity,
    @Description("The time by the sender's clock.") Optional<Instant> timestamp,
    @Description("The host that the sender gives.") Optional<String> host,
    @Description("The name of the program.") Optional<String> app,
    @Description("The id of its process.") Optional<String> process,
    @Description("The type of message.") Optional<String> messageId,
    @Description("Structured data: element to name to value.")
        Map<String, Map<String, String>> structured,
    @Description("The text.") Optional<String> message) {

  private static final Set<String> CHARSETS =
      Set.of(StandardCharsets.UTF_8.name(), StandardCharsets.ISO_8859_1.name());

  /// @throws IllegalArgumentException when the charset is not one that preserves all bytes
  public SyslogMessage {
    charset.ifPresent(name -> {
      if (!CHARSETS.contains(name)) {
        throw new IllegalArgumentException("charset must be UTF-8 or ISO-8859-1");
      }
    });
  }

  /// The message's bytes, exactly as received.
  byte[] bytes() {
    return raw.getBytes(charset.map(Charset::forName).orElse(StandardCharsets.UTF_8));
  }
}
