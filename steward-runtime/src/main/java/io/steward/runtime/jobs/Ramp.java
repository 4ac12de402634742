package io.steward.runtime.jobs;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// How a job becomes faster: step after step, each begun when the one before has ended.
public sealed interface Ramp {

  /// Reads a ramp: the sizes of its steps, such as `1,10,25%`, of which the last repeats; or `x2`,
  /// which begins with one unit and doubles.
  ///
  /// @throws IllegalArgumentException when it is none
  static Ramp parse(String text) {
    String trimmed = text.strip();
    return trimmed.startsWith("x") ? Growth.parse(trimmed) : Steps.parse(trimmed);
  }

  /// The size of a step.
  ///
  /// @param number 0 for the first
  /// @param before the size of the one before
  /// @param all how many units there are
  int stepSize(int index, int previous, int total);

  /// The step that a job is in.
  ///
  /// @param size how many units are in it
  /// @param end how many are in all steps up to its end
  record Step(int size, int end) {}

  /// The step that a job is in when so many units need not be waited for any more.
  ///
  /// @param most how large a step may be, 1 or more
  default Step stepAt(int settled, int total, int maxSize) {
    int index = 0;
    int size = Math.clamp(stepSize(0, 0, total), 1, maxSize);
    long end = size;
    while (settled >= end) {
      index++;
      size = Math.clamp(stepSize(index, size, total), 1, maxSize);
      end += size;
    }
    return new Step(size, (int) Math.min(end, Integer.MAX_VALUE));
  }

  /// Steps of sizes that are written out.
  ///
  /// @param sizes at least one; the last repeats
  record Steps(List<CountOrPercent> sizes) implements Ramp {

    static Steps parse(String text) {
      return new Steps(Arrays.stream(text.split(",", -1)).map(CountOrPercent::parse).toList());
    }

    @Override
    public int stepSize(int index, int previous, int total) {
      return sizes.get(Math.min(index, sizes.size() - 1)).of(total);
    }

    @Override
    public String toString() {
      return sizes.stream().map(CountOrPercent::toString).collect(Collectors.joining(","));
    }
  }

  /// Steps each of which is larger than the one before.
  ///
  /// @param factor more than 1
  record Growth(double factor) implements Ramp {

    static Growth parse(String text) {
      try {
        double factor = Double.parseDouble(text.substring(1));
        if (factor > 1 && factor <= 100) {
          return new Growth(factor);
        }
      } catch (NumberFormatException e) {
        // told below
      }
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a growth such as x2, from above x1 to x100");
    }

    @Override
    public int stepSize(int index, int previous, int total) {
      return index == 0 ? 1 : (int) Math.min(Math.ceil(previous * factor), total);
    }

    @Override
    public String toString() {
      return "x" + (factor == Math.rint(factor) ? String.valueOf((int) factor) : factor);
    }
  }
}
