package io.steward.runtime.databind;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Escapes, in JSON, what could move a terminal's cursor, or hide or reorder what is shown: control
/// characters, separators of lines, and format characters such as bidirectional overrides. JSON
/// itself asks for the first 32 control characters only. Whoever parses it reads the same text.
final class InvisibleCharacters extends CharacterEscapes {

  /// The only instance.
  static final CharacterEscapes ESCAPED = new InvisibleCharacters();

  private static final long serialVersionUID = 1L;

  private static final int DELETE = 0x7f;

  private InvisibleCharacters() {}

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = standardAsciiEscapesForJSON();
    codes[DELETE] = ESCAPE_STANDARD;
    return codes;
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          new SerializedString(String.format(Locale.ROOT, "\\u%04x", character));
      default -> null;
    };
  }
}
