package dev.gyre.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the known word that was probably meant.
final class Suggestion {

    private static final int LONGEST = 40;

    private Suggestion() {}

    /// `did you mean 'weight'?`, or nothing when no known word is near.
    static Optional<String> among(Collection<String> known, String word) {
        return nearest(known, word).map(near -> "did you mean '" + near + "'?");
    }

    /// As [#among], or all that is known: `one of a, b`.
    static String orAll(Collection<String> known, String word) {
        return among(known, word).orElseGet(() -> "known are " + String.join(", ", known));
    }

    private static Optional<String> nearest(Collection<String> known, String word) {
        if (word.isEmpty() || word.length() > LONGEST) {
            return Optional.empty();
        }
        String lower = word.toLowerCase(Locale.ROOT).replace('_', '-');
        return known.stream()
                .filter(candidate -> distance(candidate, lower) <= tolerated(candidate, lower))
                .min(Comparator.comparingInt(candidate -> distance(candidate, lower)));
    }

    /// A third of the letters may be wrong, but never all of a short word.
    private static int tolerated(String candidate, String word) {
        return Math.min(3, Math.max(candidate.length(), word.length()) / 3);
    }

    /// How many letters are to be added, taken out, replaced or swapped with the next.
    static int distance(String one, String other) {
        int[][] steps = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                int best = Math.min(steps[i - 1][j], steps[i][j - 1]) + 1;
                best = Math.min(best, steps[i - 1][j - 1] + same);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    best = Math.min(best, steps[i - 2][j - 2] + 1);
                }
                steps[i][j] = best;
            }
        }
        return steps[one.length()][other.length()];
    }
}
