package io.steward.runtime.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Rows of aligned columns. No cell can break its row, whatever is in it: see {@link
/// PrintableText}.
public final class Table {

  private static final String GAP = "  ";
  private static final int MIN_WIDTH = 8;

  private final List<List<PrintableText>> rows = new ArrayList<>();

  /// @param heads the column headings
  public Table(String... heads) {
    row((Object[]) heads);
  }

  /// Adds a row.
  public Table row(Object... cells) {
    rows.add(Stream.of(cells).map(PrintableText::of).toList());
    return this;
  }

  /// The rows as lines, without trailing spaces.
  public List<PrintableText> lines() {
    return lines(Integer.MAX_VALUE);
  }

  /// The rows as lines of at most this length, if the columns can be made that narrow. The widest
  /// columns are narrowed first; the first column, which names the row, only if no other can be.
  /// Truncated cells end with `…`.
  public List<PrintableText> lines(int longest) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<PrintableText> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).width());
      }
    }
    long room = (long) longest - (columns - 1L) * GAP.length();
    while (IntStream.of(widths).asLongStream().sum() > room) {
      int widest = columns - 1;
      for (int i = columns - 2; i > 0; i--) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      int narrowed = widths[widest] > MIN_WIDTH ? widest : 0;
      if (widths[narrowed] <= MIN_WIDTH) {
        break;
      }
      widths[narrowed]--;
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static PrintableText line(List<PrintableText> row, int[] widths) {
    List<Object> parts = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      PrintableText cell = row.get(i).truncated(widths[i]);
      parts.add(cell);
      if (i < row.size() - 1) {
        parts.add(" ".repeat(widths[i] - cell.width()) + GAP);
      }
    }
    return PrintableText.of(parts.toArray()).stripTrailing();
  }
}
