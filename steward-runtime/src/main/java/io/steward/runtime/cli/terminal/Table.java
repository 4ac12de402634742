package io.steward.runtime.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Rows of aligned columns.
public final class Table {

  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
  private static final String GAP = "  ";
  private static final int MIN_WIDTH = 8;

  private final List<List<String>> rows = new ArrayList<>();

  /// @param heads the column headings
  public Table(String... heads) {
    rows.add(List.of(heads));
  }

  /// Adds a row.
  public Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /// The rows as lines, without trailing spaces.
  public List<String> lines() {
    return lines(Integer.MAX_VALUE);
  }

  /// The rows as lines of at most this length, if the columns can be made that narrow. The widest
  /// columns are narrowed first; the first column, which names the row, only if no other can be.
  /// Truncated cells end with `…`.
  public List<String> lines(int longest) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
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

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String cell = cut(row.get(i), widths[i]);
      line.append(cell);
      if (i < row.size() - 1) {
        line.append(" ".repeat(widths[i] - width(cell))).append(GAP);
      }
    }
    return line.toString().stripTrailing();
  }

  /// Truncates a cell to the width of its column. A colour is expected to enclose the whole cell.
  private static String cut(String cell, int width) {
    String plain = COLOUR.matcher(cell).replaceAll("");
    return cell.replace(plain, Truncation.toWidth(plain, width));
  }

  private static int width(String cell) {
    String plain = COLOUR.matcher(cell).replaceAll("");
    return plain.codePointCount(0, plain.length());
  }
}
