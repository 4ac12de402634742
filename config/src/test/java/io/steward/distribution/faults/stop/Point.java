package io.steward.distribution.faults.stop;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A point in the code at which a program dies. Written as `Class#method:edge:time` or, when only
/// some of the calls count, `Class#method:edge:time:part`.
///
/// @param type full name of a class of the runtime
/// @param method one of its methods; all overloads
/// @param edge its beginning or its normal end
/// @param time which of its calls, from 1
/// @param part text that an argument's string must contain for a call to count; empty for all calls
public record Point(String type, String method, Edge edge, int time, String part) {

  /// Before a method's first instruction, or before it returns.
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

  /// The same point at the n-th call.
  public Point at(int nth) {
    return new Point(type, method, edge, nth, part);
  }

  /// The same point, counting only calls with an argument that contains a text.
  public Point with(String text) {
    return new Point(type, method, edge, time, text);
  }

  /// Whether a call counts.
  boolean matches(Object[] arguments) {
    return part.isEmpty()
        || Arrays.stream(arguments).anyMatch(each -> String.valueOf(each).contains(part));
  }

  /// Parses the form of {@link #toString}.
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
