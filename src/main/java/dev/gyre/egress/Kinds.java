package dev.gyre.egress;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The kinds of egresses of one pool. Filled while the pool is made, then read by all threads.
final class Kinds {

    private record Key(Labels labels, Reach reach) {}

    private final Map<Key, Kind> known = new HashMap<>();
    private final List<Kind> all = new ArrayList<>();
    private final Set<String> tags = new HashSet<>();
    private final Set<String> countries = new HashSet<>();
    private final Set<String> groups = new HashSet<>();

    /// The kind of these labels and this reach; a new one when there was none.
    Kind of(Labels labels, Reach reach) {
        return known.computeIfAbsent(
                new Key(labels, reach),
                key -> {
                    Kind kind = new Kind(all.size(), key.labels(), key.reach());
                    all.add(kind);
                    tags.addAll(labels.tags());
                    labels.country().ifPresent(countries::add);
                    labels.group().ifPresent(groups::add);
                    return kind;
                });
    }

    /// The ids of those that reach any of what is wanted, and that the narrowing admits.
    BitSet admitted(Reach wanted, Narrowing narrowing) {
        BitSet admitted = new BitSet();
        if (mayAdmit(narrowing)) {
            for (Kind kind : all) {
                if (kind.reach().meets(wanted) && narrowing.admits(kind.labels())) {
                    admitted.set(kind.id());
                }
            }
        }
        return admitted;
    }

    /// Clients may ask for any word, time and again: what no entry says is found out without a look at each.
    private boolean mayAdmit(Narrowing narrowing) {
        return tags.containsAll(narrowing.tags())
                && narrowing.country().stream().allMatch(countries::contains)
                && narrowing.group().stream().allMatch(groups::contains);
    }
}
