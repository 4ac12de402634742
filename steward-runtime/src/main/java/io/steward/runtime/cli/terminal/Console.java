package io.steward.runtime.cli.terminal;

import io.steward.runtime.databind.Json;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The output of results, to standard output, and of notes, to standard error. Others wrote much of
/// it, so both are {@link PrintableText}; only {@link #bytes} and {@link #errorBytes}, for the
/// output of one program, and {@link #raw} print what they are given.
///
/// Colour is used only on a terminal, and never if `NO_COLOR` is set (no-color.org). The launcher
/// passes in `STEWARD_TERMINAL` which of the two streams are terminals, since Java cannot tell.
public final class Console {

  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;
  private final boolean colour;
  private final boolean showsProgress;
  private final boolean canDraw;
  private String progress = "";

  /// @param environment tells whether the streams are terminals, and whether colour is wanted
  /// @param json whether results are JSON, one object per line
  public Console(PrintStream out, PrintStream err, Map<String, String> environment, boolean json) {
    this.out = out;
    this.err = err;
    this.json = json;
    String terminals = environment.getOrDefault("STEWARD_TERMINAL", "");
    boolean dumb = "dumb".equals(environment.get("TERM"));
    this.colour =
        terminals.contains("out")
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !dumb
            && !json;
    this.canDraw = terminals.contains("out") && !dumb && !json;
    this.showsProgress = terminals.contains("err") && !dumb && !json;
  }

  /// The console of this program.
  ///
  /// @param json whether results are JSON, one object per line
  public static Console ofProgram(boolean json) {
    return new Console(stdout(), System.err, System.getenv(), json);
  }

  /// Standard output, unbuffered and in UTF-8, unlike `System.out`.
  private static PrintStream stdout() {
    return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  }

  /// Whether results are JSON, one object per line.
  public boolean json() {
    return json;
  }

  /// Whether results may be drawn in place.
  public boolean canDraw() {
    return canDraw;
  }

  /// Prints a table, no wider than the terminal.
  public void table(Table table) {
    table.lines(columns()).forEach(this::line);
  }

  /// The maximum width of a line on standard output.
  public int columns() {
    return canDraw ? TerminalSize.ofOutput().columns() : Integer.MAX_VALUE;
  }

  /// The maximum width of a note.
  public int errorColumns() {
    return showsProgress ? TerminalSize.ofErrors().columns() : Integer.MAX_VALUE;
  }

  /// Prints a line of a result, from its parts.
  public synchronized void line(Object... parts) {
    eraseProgress();
    out.print(PrintableText.of(parts).painted() + "\n");
    out.flush();
    redrawProgress();
  }

  /// Prints a result as one JSON object.
  public synchronized void object(String kind, Map<String, ?> fields) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", kind);
    object.putAll(fields);
    try {
      Json.write(object, out); // straight to the stream: it may be many megabytes
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.print("\n");
    out.flush();
  }

  /// Prints text with control sequences for a terminal.
  public synchronized void raw(String text) {
    out.print(text);
    out.flush();
  }

  /// Writes raw bytes to standard output.
  public synchronized void bytes(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  /// Writes raw bytes to standard error.
  public synchronized void errorBytes(byte[] bytes) {
    err.write(bytes, 0, bytes.length);
    err.flush();
  }

  /// Prints a note, from its parts.
  public synchronized void note(Object... parts) {
    eraseProgress();
    err.print(PrintableText.of(parts).painted() + "\n");
    err.flush();
    redrawProgress();
  }

  /// Notes how many entries a listing lacks, if any.
  ///
  /// @param noun what one of them is called
  public void noteUnreadable(int count, String noun) {
    if (count > 0) {
      note(count + " " + noun + (count == 1 ? "" : "s") + " could not be read");
    }
  }

  /// Shows progress: a line that stays below everything else until the next one replaces it. It is
  /// truncated, since only one line can be replaced. Does nothing without a terminal.
  public synchronized void progress(String text) {
    if (showsProgress) {
      progress = PrintableText.of(text).truncated(errorColumns() - 1).toString();
      err.print("\r\u001b[K" + progress);
      err.flush();
    }
  }

  private void eraseProgress() {
    if (!progress.isEmpty()) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }

  private void redrawProgress() {
    if (!progress.isEmpty()) {
      err.print(progress);
      err.flush();
    }
  }

  /// Removes the progress line.
  public synchronized void endProgress() {
    progress("");
  }

  /// Colours a state.
  public PrintableText state(String word) {
    return switch (word) {
      case "succeeded", "accepted", "online", "finished" -> paint("32", word);
      case "running", "stored" -> paint("36", word);
      case "failed", "rejected", "timed-out", "unknown", "silent" -> paint("31", word);
      case "cancelled", "expired", "stopped", "unseen" -> paint("33", word);
      default -> PrintableText.of(word);
    };
  }

  /// Dims text.
  public PrintableText dim(String text) {
    return paint("2", text);
  }

  /// Emphasizes text.
  public PrintableText bold(String text) {
    return paint("1", text);
  }

  private PrintableText paint(String style, String text) {
    PrintableText printable = PrintableText.of(text);
    return colour ? printable.in(style) : printable;
  }
}
