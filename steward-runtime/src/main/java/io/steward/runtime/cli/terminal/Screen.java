package io.steward.runtime.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Redraws the whole terminal in place, without flicker: each line overwrites the previous one. On
/// close, or when the program ends, the terminal is restored, with the last lines printed below
/// (ECMA-48; the alternate screen is xterm's).
public final class Screen implements AutoCloseable {

  private static final String ENTER_SCREEN = "\u001b[?1049h\u001b[?25l";
  private static final String LEAVE_SCREEN = "\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String ERASE_LINE_END = "\u001b[K";
  private static final String ERASE_BELOW = "\u001b[J";

  private final Console console;
  private final Thread shutdownHook = new Thread(this::restore, "terminal");
  private List<PrintableText> lastLines = List.of();
  private boolean closed;

  /// Takes over the terminal.
  public Screen(Console console) {
    this.console = console;
    Runtime.getRuntime().addShutdownHook(shutdownHook);
    console.raw(ENTER_SCREEN);
  }

  /// Draws lines. Those that do not fit are only counted.
  public synchronized void draw(List<PrintableText> lines, int rows) {
    if (closed) {
      return;
    }
    lastLines = lines;
    List<PrintableText> fit = new ArrayList<>(lines);
    if (lines.size() > rows) {
      fit = new ArrayList<>(lines.subList(0, rows - 1));
      fit.add(console.dim("… " + (lines.size() - rows + 1) + " more; narrow the selection"));
    }
    String painted =
        fit.stream()
            .map(PrintableText::painted)
            .collect(Collectors.joining(ERASE_LINE_END + "\r\n"));
    console.raw(HOME + painted + ERASE_LINE_END + ERASE_BELOW);
  }

  private synchronized void restore() {
    if (!closed) {
      closed = true;
      console.raw(LEAVE_SCREEN);
      lastLines.forEach(console::line);
    }
  }

  @Override
  public void close() {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException ending) {
      // the program is ending: the hook has run, or will find nothing to do
    }
  }
}
