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
/// @param text all of it, byte by byte
/// @param charset by which the bytes become `text`; absent for UTF-8
/// @param cut whether it was longer, and this is its beginning
public record FileLine(
    @Description("The line.") String text,
    @Description("How its bytes are written in text; UTF-8 when absent.") Optional<String> charset,
    @Description("Whether the line was longer, and this is its beginning.") boolean cut) {

  private static final Set<String> CHARSETS =
      Set.of(StandardCharsets.UTF_8.name(), StandardCharsets.ISO_8859_1.name());

  /// @throws IllegalArgumentException when the charset is one that cannot give the bytes back
  public FileLine {
    charset.ifPresent(name -> {
      if (!CHARSETS.contains(name)) {
        throw new IllegalArgumentException("charset is UTF-8 or ISO-8859-1");
      }
    });
  }

  /// A line of these bytes. What is no UTF-8 is kept all the same, each byte as one character.
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

  /// The line's bytes, exactly as they stood there.
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
