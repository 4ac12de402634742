package io.steward.runtime.cli.terminal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/// The size of the terminal, in characters. Read from the system each time, since the user may
/// resize the terminal (`ioctl_tty(2)`, `TIOCGWINSZ`).
///
/// @param columns at least 20
/// @param rows at least 5
public record TerminalSize(int columns, int rows) {

  private static final TerminalSize DEFAULT = new TerminalSize(80, 24);
  private static final int STANDARD_OUTPUT = 1;
  private static final int STANDARD_ERROR = 2;
  private static final long GET_WINDOW_SIZE =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac")
          ? 0x40087468L
          : 0x5413L;

  public TerminalSize {
    columns = Math.max(20, columns);
    rows = Math.max(5, rows);
  }

  /// The size of the terminal on standard output; 80 × 24 if it is not a terminal.
  public static TerminalSize ofOutput() {
    return of(STANDARD_OUTPUT);
  }

  /// The size of the terminal on standard error; 80 × 24 if it is not a terminal.
  static TerminalSize ofErrors() {
    return of(STANDARD_ERROR);
  }

  @SuppressWarnings("restricted") // the launcher enables native access for this module
  private static TerminalSize of(int descriptor) {
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle ioctl =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("ioctl"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS),
              Linker.Option.firstVariadicArg(2));
      MemorySegment size = arena.allocate(ValueLayout.JAVA_SHORT, 4);
      int failed = (int) ioctl.invokeExact(descriptor, GET_WINDOW_SIZE, size);
      int rows = Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 0));
      int columns = Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 1));
      return failed != 0 || columns == 0 ? DEFAULT : new TerminalSize(columns, rows);
    } catch (Throwable e) { // declared by invokeExact
      return DEFAULT;
    }
  }
}
