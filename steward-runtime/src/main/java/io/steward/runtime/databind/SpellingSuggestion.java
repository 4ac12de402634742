package io.steward.runtime.databind;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Suggests the known word that a misspelled one may stand for: `; did you mean "…"?`.
public final class SpellingSuggestion {

  /// Comparing takes time and memory for each pair of characters.
  private static final int MAX_LENGTH = 100;

  private SpellingSuggestion() {}

  /// The known word with the smallest edit distance, if any is close enough.
  public static Optional<String> of(String word, Collection<String> known) {
    if (word.length() > MAX_LENGTH) {
      return Optional.empty(); // nobody misspells so much
    }
    int maxDistance = Math.max(2, word.length() / 3);
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= maxDistance)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /// The end of a message about an unknown word: `; did you mean "from"?`, or the known words.
  public static String hint(String word, Collection<String> known) {
    return of(word, known)
        .map(near -> "; did you mean \"" + near + "\"?")
        .orElse(
            known.isEmpty()
                ? "; there are none"
                : "; known: " + String.join(", ", known.stream().sorted().toList()));
  }

  /// The Damerau-Levenshtein distance (optimal string alignment), ignoring case.
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + same, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
