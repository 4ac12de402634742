package io.steward.runtime.cli.help;

import java.util.Locale;

/// The source of a man page, for groff and mandoc (man(7), groff_char(7)). All text is escaped:
/// none of it is read as a request, and hyphens and quotes can be copied from the page.
final class Roff {

  private final StringBuilder source = new StringBuilder();

  /// Begins a page. It has no date, so that it is reproducible.
  Roff(String name, String version) {
    line(
        ".TH \""
            + escaped(name.toUpperCase(Locale.ROOT))
            + "\" 1 \"\" \""
            + escaped(version)
            + "\"");
    line(".nh"); // do not hyphenate words such as option names
    line(".ad l");
  }

  /// Begins a section.
  Roff section(String title) {
    return line(".SH " + title);
  }

  /// Adds a paragraph.
  Roff paragraph(String text) {
    return line(".PP").text(text);
  }

  /// Adds text to the current paragraph.
  Roff text(String text) {
    String escaped = escaped(text);
    return line(escaped.startsWith(".") ? "\\&" + escaped : escaped);
  }

  /// Adds a term with its description, indented below.
  ///
  /// @param term made of {@link #bold} and {@link #italic}
  Roff item(String term, String text) {
    return line(".TP").line(term).text(text);
  }

  /// Adds lines without filling them.
  Roff lines(Iterable<String> lines) {
    line(".PP").line(".nf");
    lines.forEach(this::text);
    return line(".fi");
  }

  /// Text to type literally.
  static String bold(String text) {
    return "\\fB" + escaped(text) + "\\fR";
  }

  /// A placeholder.
  static String italic(String text) {
    return "\\fI" + escaped(text) + "\\fR";
  }

  /// Adds a line of escaped source.
  Roff line(String roff) {
    source.append(roff).append('\n');
    return this;
  }

  /// Escapes text for roff, in ASCII.
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(each -> {
          switch (each) {
            case '\\' -> escaped.append("\\e");
            case '-' -> escaped.append("\\-");
            case '\'' -> escaped.append("\\(aq");
            case '"' -> escaped.append("\\(dq");
            case '`' -> escaped.append("\\(ga");
            case '^' -> escaped.append("\\(ha");
            case '~' -> escaped.append("\\(ti");
            default -> {
              if (each < 128) {
                escaped.append((char) each);
              } else {
                escaped.append("\\[u%04X]".formatted(each));
              }
            }
          }
        });
    return escaped.toString();
  }

  @Override
  public String toString() {
    return source.toString();
  }
}
