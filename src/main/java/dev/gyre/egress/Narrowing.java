package dev.gyre.egress;

import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which part of the pool a client wants, by its [Labels]; all that is named must hold.
///
/// @param tags those that an egress must all have
/// @param country where it must be
/// @param group to which it must belong
public record Narrowing(Set<String> tags, Optional<String> country, Optional<String> group) {

    /// The whole pool.
    public static final Narrowing NONE =
            new Narrowing(Set.of(), Optional.empty(), Optional.empty());

    public Narrowing {
        TreeSet<String> lower = new TreeSet<>();
        tags.forEach(tag -> lower.add(tag.toLowerCase(Locale.ROOT)));
        tags = Collections.unmodifiableSortedSet(lower);
        country = country.map(text -> text.toLowerCase(Locale.ROOT));
        group = group.map(text -> text.toLowerCase(Locale.ROOT));
    }

    /// Whether egresses with these labels are wanted.
    public boolean admits(Labels labels) {
        return labels.tags().containsAll(tags)
                && (country.isEmpty() || country.equals(labels.country()))
                && (group.isEmpty() || group.equals(labels.group()));
    }

    public boolean isNone() {
        return tags.isEmpty() && country.isEmpty() && group.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        country.ifPresent(each -> text.append(" country=").append(each));
        group.ifPresent(each -> text.append(" group=").append(each));
        tags.forEach(each -> text.append(" tag=").append(each));
        return text.isEmpty() ? "any" : text.substring(1);
    }
}
