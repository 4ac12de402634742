package io.steward.runtime.jobs;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// How a job speeds up: in steps, each of which starts when the units of the one before have ended.
public sealed interface Ramp {

  /// Parses a ramp: the sizes of its steps, such as `1,10,25%`, of which the last repeats; or a
  /// growth factor such as `x2`, which starts with one unit and doubles.
  ///
  /// @throws IllegalArgumentException if the text is not a ramp
  static Ramp parse(String text) {
    String trimmed = text.strip();
    return trimmed.startsWith("x") ? Growth.parse(trimmed) : Steps.parse(trimmed);
  }

  /// The size of a step.
  ///
  /// @param index the index of the step, from 0
  /// @param previous the size of the step before
  /// @param total the number of units
  int stepSize(int index, int previous, int total);

  /// A step of a ramp.
  ///
  /// @param size the number of units in the step
  /// @param end the number of units in all steps up to and including this one
  record Step(int size, int end) {}

  /// The step that a job is in once a number of units is settled: has ended, or is away and not
  /// waited for.
  ///
  /// @param maxSize the maximum size of a step, at least 1
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

  /// Steps of listed sizes.
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

  /// Steps that grow by a factor.
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
        // rejected below
      }
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a growth factor such as x2, more than x1 and at most x100");
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
