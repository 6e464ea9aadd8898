package dev.gyre.lists;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Hop;
import dev.gyre.egress.Labels;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Gathers what a list has, within bounds. Not thread-safe.
final class Collected {

    /// A list may have so many entries; what comes after them is left out.
    static final int MOST_ENTRIES = 1_000_000;

    private final boolean addressesOnly;
    private final List<EgressEntry> entries = new ArrayList<>();
    private final Set<Object> known = new HashSet<>();
    private final List<BadLine> bad = new ArrayList<>();
    private int badLines;
    private int duplicates;

    /// @param addressesOnly whether hops are told addresses only
    Collected(boolean addressesOnly) {
        this.addressesOnly = addressesOnly;
    }

    /// Whether another entry may come; if not, that is told of as a bad line.
    boolean mayHold(int line) {
        if (entries.size() < MOST_ENTRIES) {
            return true;
        }
        bad(
                line,
                String.format(
                        Locale.ROOT,
                        "comes after %,d entries; it is left out, with all that follows",
                        MOST_ENTRIES));
        return false;
    }

    void add(EgressEntry read) {
        EgressEntry entry =
                addressesOnly && read instanceof EgressEntry.Through(List<Hop> hops, Labels labels)
                        ? new EgressEntry.Through(
                                hops.stream().map(Hop::toldAddresses).toList(), labels)
                        : read;
        // All entries of a list have the same labels.
        Object same =
                switch (entry) {
                    case EgressEntry.Source source -> source.range();
                    case EgressEntry.Through through -> new Egress.Chain(through.hops());
                    case EgressEntry.Interface _,
                            EgressEntry.Prefix _,
                            EgressEntry.Tor _,
                            EgressEntry.Gateway _,
                            EgressEntry.Listing _ ->
                            throw new IllegalArgumentException("no line stands for this");
                };
        if (known.add(same)) {
            entries.add(entry);
        } else {
            duplicates++;
        }
    }

    void bad(int line, String why) {
        badLines++;
        if (bad.size() < Parsed.MOST_SHOWN) {
            bad.add(new BadLine(line, why));
        }
    }

    void bad(int line, BadText why) {
        bad(line, why.getMessage() + why.hint().map(words -> "; " + words).orElse(""));
    }

    Parsed of(String name) {
        return new Parsed(name, entries, bad, badLines, duplicates);
    }
}
