package io.steward.benchmark.measure;

import java.util.List;
import java.util.stream.IntStream;

/// One figure of a way, with that of the floor in the same rounds.
///
/// @param way the name of the way
/// @param figure what was measured, with its unit
/// @param rounds the value of each round
/// @param floor the value of the floor in the same round
public record Row(String way, String figure, List<Double> rounds, List<Double> floor) {

  /// The spread of the way.
  public Spread spread() {
    return Spread.of(rounds);
  }

  /// The spread of the floor.
  public Spread floorSpread() {
    return Spread.of(floor);
  }

  /// The median of the ratios of the way to the floor in the same round.
  ///
  /// @return not a finite number if the floor was 0
  public double ratio() {
    return Spread.of(
            IntStream.range(0, rounds.size())
                .mapToObj(round -> rounds.get(round) / floor.get(round))
                .toList())
        .median();
  }
}
