package io.steward.runtime.databind;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes as people write it: `4096`, `64KiB`, `1MiB`, `2GiB`.
///
/// @param bytes not negative
public record ByteSize(long bytes) {

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,12})\\s*(|b|kib|mib|gib)", Pattern.CASE_INSENSITIVE);

  /// Parses a size.
  ///
  /// @throws IllegalArgumentException if the text is not a size
  public static ByteSize parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a size such as 4096, 64KiB or 1MiB");
    }
    int shift =
        switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
          case "kib" -> 10;
          case "mib" -> 20;
          case "gib" -> 30;
          default -> 0;
        };
    return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift));
  }

  @Override
  public String toString() {
    String[] units = {"", "KiB", "MiB", "GiB"};
    int unit = 0;
    long amount = bytes;
    while (unit < units.length - 1 && amount != 0 && amount % 1024 == 0) {
      amount /= 1024;
      unit++;
    }
    return amount + units[unit];
  }
}
