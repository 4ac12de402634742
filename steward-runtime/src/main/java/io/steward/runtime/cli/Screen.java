package io.steward.runtime.cli;

import java.util.ArrayList;
import java.util.List;

/// The whole terminal, drawn anew in place without flicker: each line replaces the one that was
/// there. When it is closed, or the program is ended, the terminal is as it was before, with the
/// last picture below (ECMA-48; the other screen is xterm's).
final class Screen implements AutoCloseable {

  private static final String OTHER_SCREEN = "\u001b[?1049h\u001b[?25l";
  private static final String BACK = "\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String END_OF_LINE = "\u001b[K";
  private static final String BELOW = "\u001b[J";

  private final Console console;
  private final Thread atTheEnd = new Thread(this::back, "terminal");
  private List<String> picture = List.of();
  private boolean closed;

  Screen(Console console) {
    this.console = console;
    Runtime.getRuntime().addShutdownHook(atTheEnd);
    console.raw(OTHER_SCREEN);
  }

  /// Draws lines. Those that do not fit are counted instead.
  synchronized void draw(List<String> lines, int rows) {
    if (closed) {
      return;
    }
    picture = lines;
    List<String> fit = new ArrayList<>(lines);
    if (lines.size() > rows) {
      fit = new ArrayList<>(lines.subList(0, rows - 1));
      fit.add(console.dim("… " + (lines.size() - rows + 1) + " more; choose fewer"));
    }
    console.raw(HOME + String.join(END_OF_LINE + "\r\n", fit) + END_OF_LINE + BELOW);
  }

  private synchronized void back() {
    if (!closed) {
      closed = true;
      console.raw(BACK);
      picture.forEach(console::line);
    }
  }

  @Override
  public void close() {
    back();
    try {
      Runtime.getRuntime().removeShutdownHook(atTheEnd);
    } catch (IllegalStateException ending) {
      // the program ends, and the hook has run or will find nothing to do
    }
  }
}
