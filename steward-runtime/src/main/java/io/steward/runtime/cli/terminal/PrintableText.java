package io.steward.runtime.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Text that is safe to print for a person, whoever wrote it. Whatever could move the cursor, end
/// the line, hide or reorder what is shown is escaped: control characters, separators of lines, and
/// format characters such as bidirectional overrides. Everything that a {@link Console} or a {@link
/// Table} prints is of this type, so colours are added by them alone.
///
/// A backslash stays as it is, for the sake of paths and patterns: `\n` may be two characters or an
/// escaped one.
public final class PrintableText {

  private static final String INDENT = "  ";

  /// A part in one style.
  ///
  /// @param style the parameter of the control sequence for it (ECMA-48, SGR), or empty
  private record Span(String style, String text) {

    private int width() {
      return text.codePointCount(0, text.length());
    }

    private String painted() {
      return style.isEmpty() ? text : "\u001b[" + style + "m" + text + "\u001b[0m";
    }
  }

  private final List<Span> spans;

  private PrintableText(List<Span> spans) {
    this.spans = spans;
  }

  /// The parts, one after the other. Those that are printable text keep their colours, anything
  /// else is escaped.
  public static PrintableText of(Object... parts) {
    List<Span> spans = new ArrayList<>();
    for (Object part : parts) {
      if (part instanceof PrintableText printable) {
        spans.addAll(printable.spans);
      } else {
        spans.add(new Span("", escape(String.valueOf(part), false)));
      }
    }
    return new PrintableText(List.copyOf(spans));
  }

  /// A line of a program's output, which keeps its tabs: they only move forward within the line.
  public static PrintableText ofOutput(String line) {
    return new PrintableText(List.of(new Span("", escape(line, true))));
  }

  /// A message that may have several lines, such as a stack trace. All but the first are indented,
  /// so that none can pass for another message.
  public static List<PrintableText> lines(String message) {
    List<PrintableText> lines = new ArrayList<>();
    message.lines().forEach(line -> lines.add(ofOutput(lines.isEmpty() ? line : INDENT + line)));
    return lines.isEmpty() ? List.of(of("")) : lines;
  }

  /// Whether a text can be printed as it is.
  public static boolean isPrintable(String text) {
    return text.codePoints().noneMatch(PrintableText::isEscaped);
  }

  private static String escape(String text, boolean keepsTabs) {
    if (isPrintable(text)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(each -> {
          if (isEscaped(each) && !(keepsTabs && each == '\t')) {
            escaped.append(escape(each));
          } else {
            escaped.appendCodePoint(each);
          }
        });
    return escaped.toString();
  }

  private static String escape(int codePoint) {
    return switch (codePoint) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default ->
          codePoint <= Character.MAX_VALUE
              ? String.format(Locale.ROOT, "\\u%04x", codePoint)
              : String.format(Locale.ROOT, "\\U%08x", codePoint);
    };
  }

  private static boolean isEscaped(int codePoint) {
    if (codePoint >= ' ' && codePoint <= '~') {
      return false; // most text, without a look into the tables
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  /// The same text in one style.
  ///
  /// @param style the parameter of the control sequence for it (ECMA-48, SGR)
  PrintableText in(String style) {
    return new PrintableText(List.of(new Span(style, toString())));
  }

  /// The number of characters that it takes.
  int width() {
    return spans.stream().mapToInt(Span::width).sum();
  }

  /// The text itself, or its beginning and `…` if it is longer than `width`.
  PrintableText truncated(int width) {
    if (width() <= width) {
      return this;
    }
    List<Span> fit = new ArrayList<>();
    int room = width - 1;
    for (Span span : spans) {
      if (span.width() > room) {
        String begin = span.text().substring(0, span.text().offsetByCodePoints(0, room));
        fit.add(new Span(span.style(), begin + "…"));
        break;
      }
      fit.add(span);
      room -= span.width();
    }
    return new PrintableText(List.copyOf(fit));
  }

  /// The text without spaces at its end.
  PrintableText stripTrailing() {
    String plain = toString();
    int surplus = plain.length() - plain.stripTrailing().length();
    if (surplus == 0) {
      return this;
    }
    List<Span> kept = new ArrayList<>(spans);
    while (surplus > 0) {
      Span last = kept.removeLast();
      int cut = Math.min(surplus, last.text().length());
      surplus -= cut;
      if (cut < last.text().length()) {
        kept.add(new Span(last.style(), last.text().substring(0, last.text().length() - cut)));
      }
    }
    return new PrintableText(List.copyOf(kept));
  }

  /// The text with its colours, for a terminal.
  public String painted() {
    return spans.stream().map(Span::painted).collect(Collectors.joining());
  }

  /// The text without its colours.
  @Override
  public String toString() {
    return spans.stream().map(Span::text).collect(Collectors.joining());
  }
}
