package dev.gyre.egress;

import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What an operator says of the egresses of one pool entry.
///
/// @param weight how often each of them is taken beside the others, 1 to [#MOST_WEIGHT]
/// @param tags words of any meaning, in lower case
/// @param country where they are, as two letters in lower case (ISO 3166-1)
/// @param group which belong together, in lower case: a session that has to move stays in its group as long as it can
/// @param limits how much may pass by each of them
public record Labels(
        int weight,
        Set<String> tags,
        Optional<String> country,
        Optional<String> group,
        Limits limits) {

    /// The largest weight.
    public static final int MOST_WEIGHT = 10_000;

    /// Nothing is said.
    public static final Labels NONE = new Labels(1, Set.of(), Optional.empty(), Optional.empty());

    /// Without limits.
    public Labels(int weight, Set<String> tags, Optional<String> country, Optional<String> group) {
        this(weight, tags, country, group, Limits.NONE);
    }

    public Labels {
        if (weight < 1 || weight > MOST_WEIGHT) {
            throw new IllegalArgumentException("weight " + weight);
        }
        tags = tags.isEmpty() ? Set.of() : lower(tags);
        country = country.map(text -> text.toLowerCase(Locale.ROOT));
        group = group.map(text -> text.toLowerCase(Locale.ROOT));
    }

    private static Set<String> lower(Set<String> tags) {
        TreeSet<String> lower = new TreeSet<>();
        tags.forEach(tag -> lower.add(tag.toLowerCase(Locale.ROOT)));
        return Collections.unmodifiableSortedSet(lower);
    }

    /// Whether this word, in lower case, is one of the tags, the group or the country.
    public boolean has(String word) {
        return tags.contains(word)
                || group.filter(word::equals).isPresent()
                || country.filter(word::equals).isPresent();
    }

    /// The same, of another country.
    public Labels in(String where) {
        return new Labels(weight, tags, Optional.of(where), group, limits);
    }
}
