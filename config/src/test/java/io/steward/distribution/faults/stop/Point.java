package io.steward.distribution.faults.stop;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Where in the code a program dies. Written as `Class#method:edge:time` or, when only some of the
/// calls count, `Class#method:edge:time:part`.
///
/// @param type a class of the runtime, by its full name
/// @param method a method of it; all overloads
/// @param edge its beginning or its normal end
/// @param time which of its calls, from 1
/// @param part what the text of one of the arguments must contain for a call to count; empty for
///   all calls
public record Point(String type, String method, Edge edge, int time, String part) {

  /// Before a method's first instruction, or after its last.
  public enum Edge {
    ENTRY,
    RETURN
  }

  public Point {
    if (type.isBlank() || method.isBlank() || time < 1) {
      throw new IllegalArgumentException("not a point: " + type + "#" + method + " " + time);
    }
  }

  /// The beginning of a method.
  public static Point entry(String type, String method) {
    return new Point(type, method, Edge.ENTRY, 1, "");
  }

  /// The normal end of a method.
  public static Point end(String type, String method) {
    return new Point(type, method, Edge.RETURN, 1, "");
  }

  /// The same, for the n-th time.
  public Point at(int nth) {
    return new Point(type, method, edge, nth, part);
  }

  /// The same, counting only calls with an argument whose text contains something.
  public Point with(String some) {
    return new Point(type, method, edge, time, some);
  }

  /// Whether a call counts.
  boolean matches(Object[] arguments) {
    return part.isEmpty()
        || Arrays.stream(arguments).anyMatch(each -> String.valueOf(each).contains(part));
  }

  /// Reads what {@link #toString} wrote.
  static Point parse(String text) {
    List<String> parts = List.of(text.split(":", 4));
    List<String> place = List.of(parts.getFirst().split("#", -1));
    if (parts.size() < 3 || place.size() != 2) {
      throw new IllegalArgumentException("not a point: " + text);
    }
    return new Point(
        place.getFirst(),
        place.getLast(),
        Edge.valueOf(parts.get(1).toUpperCase(Locale.ROOT)),
        Integer.parseInt(parts.get(2)),
        parts.size() > 3 ? parts.get(3) : "");
  }

  @Override
  public String toString() {
    String counted = type + "#" + method + ":" + edge.name().toLowerCase(Locale.ROOT) + ":" + time;
    return part.isEmpty() ? counted : counted + ":" + part;
  }
}
