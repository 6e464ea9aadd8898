package dev.gyre.egress;

import dev.gyre.net.Addresses;

import java.net.InetAddress;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which part of the pool a client wants, or is left with by a rule, by its [Labels]; all that is named must hold.
///
/// @param tags those that an egress must all have
/// @param country where it must be
/// @param group to which it must belong
/// @param labels each must be a tag that it has, or its group or country
/// @param source the one address from which it must leave
public record Narrowing(
        Set<String> tags,
        Optional<String> country,
        Optional<String> group,
        Set<String> labels,
        Optional<InetAddress> source) {

    /// The whole pool.
    public static final Narrowing NONE =
            new Narrowing(Set.of(), Optional.empty(), Optional.empty());

    public Narrowing {
        tags = lower(tags);
        country = country.map(text -> text.toLowerCase(Locale.ROOT));
        group = group.map(text -> text.toLowerCase(Locale.ROOT));
        labels = lower(labels);
    }

    /// As a client says it.
    public Narrowing(Set<String> tags, Optional<String> country, Optional<String> group) {
        this(tags, country, group, Set.of(), Optional.empty());
    }

    private static Set<String> lower(Set<String> words) {
        TreeSet<String> lower = new TreeSet<>();
        words.forEach(word -> lower.add(word.toLowerCase(Locale.ROOT)));
        return Collections.unmodifiableSortedSet(lower);
    }

    /// Those of this part that have a label: a tag, a group or a country.
    public Narrowing with(String label) {
        Set<String> all = new TreeSet<>(labels);
        all.add(label);
        return new Narrowing(tags, country, group, all, source);
    }

    /// The one egress of this part that leaves from an address.
    public Narrowing from(InetAddress address) {
        return new Narrowing(tags, country, group, labels, Optional.of(address));
    }

    /// Those of a group; of this part when it names one of the same.
    Narrowing in(Optional<String> itsGroup) {
        return new Narrowing(tags, country, itsGroup, labels, source);
    }

    /// Whether egresses with these labels may be wanted.
    public boolean admits(Labels their) {
        return their.tags().containsAll(tags)
                && (country.isEmpty() || country.equals(their.country()))
                && (group.isEmpty() || group.equals(their.group()))
                && (labels.isEmpty() || labels.stream().allMatch(their::has));
    }

    /// Whether just this egress is wanted.
    public boolean admits(Egress egress, Labels its) {
        return admits(its)
                && (source.isEmpty()
                        || (egress instanceof Egress.Direct(InetAddress from)
                                && from.equals(source.get())));
    }

    public boolean isNone() {
        return tags.isEmpty()
                && country.isEmpty()
                && group.isEmpty()
                && labels.isEmpty()
                && source.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        country.ifPresent(each -> text.append(" country=").append(each));
        group.ifPresent(each -> text.append(" group=").append(each));
        tags.forEach(each -> text.append(" tag=").append(each));
        labels.forEach(each -> text.append(" label=").append(each));
        source.ifPresent(each -> text.append(" source=").append(Addresses.text(each)));
        return text.isEmpty() ? "any" : text.substring(1);
    }
}
