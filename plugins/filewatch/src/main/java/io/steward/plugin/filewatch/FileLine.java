package io.steward.plugin.filewatch;

import io.steward.api.Description;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// One line of a file, without its line feed.
///
/// @param text the line, decoded byte by byte
/// @param charset in which the bytes were decoded; UTF-8 when absent
/// @param cut whether the line was longer and this is its beginning
public record FileLine(
    @Description("The line.") String text,
    @Description("The charset that turns the text back into its bytes; UTF-8 when absent.")
        Optional<String> charset,
    @Description("Whether the line was truncated.") boolean cut) {

  private static final Set<String> CHARSETS =
      Set.of(StandardCharsets.UTF_8.name(), StandardCharsets.ISO_8859_1.name());

  /// @throws IllegalArgumentException when the charset is not one that preserves all bytes
  public FileLine {
    charset.ifPresent(name -> {
      if (!CHARSETS.contains(name)) {
        throw new IllegalArgumentException("charset must be UTF-8 or ISO-8859-1");
      }
    });
  }

  /// A line of these bytes. Bytes that are not UTF-8 are kept, each as one character.
  static FileLine of(ByteBuffer bytes, boolean cut) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
      return new FileLine(text, Optional.empty(), cut);
    } catch (CharacterCodingException other) {
      Charset latin = StandardCharsets.ISO_8859_1;
      return new FileLine(
          latin.decode(bytes.duplicate()).toString(), Optional.of(latin.name()), cut);
    }
  }

  /// The line's bytes, exactly as in the file.
  byte[] bytes() {
    return text.getBytes(charset.map(Charset::forName).orElse(StandardCharsets.UTF_8));
  }

  void write(DataOutput out) throws IOException {
    JournalCodec.text(out, text);
    JournalCodec.maybe(out, charset);
    out.writeBoolean(cut);
  }

  static FileLine read(DataInput in) throws IOException {
    return new FileLine(JournalCodec.text(in), JournalCodec.maybe(in), in.readBoolean());
  }
}
