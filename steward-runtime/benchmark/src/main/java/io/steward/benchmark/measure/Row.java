package io.steward.benchmark.measure;

import java.util.List;
import java.util.stream.IntStream;

/// A figure of a way, and of the floor in the same rounds.
///
/// @param way whose it is
/// @param figure what was measured, with its unit
/// @param rounds what each round came to
/// @param floor what the floor came to in the same round
public record Row(String way, String figure, List<Double> rounds, List<Double> floor) {

  /// What the way came to.
  public Spread spread() {
    return Spread.of(rounds);
  }

  /// What the floor came to.
  public Spread floorSpread() {
    return Spread.of(floor);
  }

  /// What the way came to for each of the floor, in the same round.
  ///
  /// @return no number where the floor was nothing
  public double ratio() {
    return Spread.of(
            IntStream.range(0, rounds.size())
                .mapToObj(round -> rounds.get(round) / floor.get(round))
                .toList())
        .median();
  }
}
