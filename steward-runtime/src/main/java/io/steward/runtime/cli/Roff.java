package io.steward.runtime.cli;

import java.util.Locale;

/// The source of a manual page, for groff and mandoc (man(7), groff_char(7)). All that is put into
/// it is text: nothing of it is taken for a request, and hyphens and quotes can be copied from it.
final class Roff {

  private final StringBuilder source = new StringBuilder();

  /// A page's head. Without a date, so that the same page is always the same.
  Roff(String name, String version) {
    line(
        ".TH \""
            + escaped(name.toUpperCase(Locale.ROOT))
            + "\" 1 \"\" \""
            + escaped(version)
            + "\"");
    line(".nh"); // words such as names of options are not to be divided
    line(".ad l");
  }

  /// Begins a section.
  Roff section(String title) {
    return line(".SH " + title);
  }

  /// A paragraph.
  Roff paragraph(String text) {
    return line(".PP").text(text);
  }

  /// Text that goes on where it stands.
  Roff text(String text) {
    String escaped = escaped(text);
    return line(escaped.startsWith(".") ? "\\&" + escaped : escaped);
  }

  /// Something with what is to be known of it, indented below.
  ///
  /// @param term made of {@link #bold} and {@link #italic}
  Roff item(String term, String text) {
    return line(".TP").line(term).text(text);
  }

  /// Lines as they are.
  Roff lines(Iterable<String> lines) {
    line(".PP").line(".nf");
    lines.forEach(this::text);
    return line(".fi");
  }

  /// What is typed as it stands.
  static String bold(String text) {
    return "\\fB" + escaped(text) + "\\fR";
  }

  /// What stands for something else.
  static String italic(String text) {
    return "\\fI" + escaped(text) + "\\fR";
  }

  /// A line of what was made here.
  Roff line(String made) {
    source.append(made).append('\n');
    return this;
  }

  /// Text without a meaning for roff, in ASCII.
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
