package dev.gyre.config;

import java.util.Collection;
import java.util.Comparator;

/// What somebody may have meant.
final class Suggestion {

    private Suggestion() {}

    /// `; did you mean 'x'?` for the known word that is closest, when one is close.
    static String of(String word, Collection<String> known) {
        if (word.length() > 64) {
            return "";
        }
        return known.stream()
                .filter(each -> distance(word, each) <= Math.max(1, each.length() / 3))
                .min(
                        Comparator.<String>comparingInt(each -> distance(word, each))
                                .thenComparing(Comparator.naturalOrder()))
                .map(each -> "; did you mean '" + each + "'?")
                .orElse("");
    }

    /// How many letters must be added, removed or changed, or neighbours swapped.
    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                cost[i][j] =
                        Math.min(
                                Math.min(cost[i - 1][j], cost[i][j - 1]) + 1,
                                cost[i - 1][j - 1] + change);
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[from.length()][to.length()];
    }
}
