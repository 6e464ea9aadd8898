package dev.gyre.lists;

import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Entries written as a list.
///
/// @param text the list, with passwords
/// @param count how many entries are in it
/// @param lost what the format has no words for, and how often; free of secrets
public record Written(String text, int count, Map<String, Integer> lost) {

    public Written {
        lost = Map.copyOf(lost);
    }

    /// Writes entries in this format. What it has no words for is left out, and counted.
    public static Written of(List<EgressEntry> entries, ListFormat format) {
        StringBuilder text = new StringBuilder(format.opening());
        Map<String, Integer> lost = new LinkedHashMap<>();
        Set<HopScheme> schemes = EnumSet.noneOf(HopScheme.class);
        int count = 0;
        for (EgressEntry entry : entries) {
            Optional<String> line =
                    switch (entry) {
                        case EgressEntry.Source source when format.hasSources() ->
                                Optional.of(format.source(source.range()));
                        case EgressEntry.Source _ ->
                                lost(lost, "addresses of this machine, left out");
                        case EgressEntry.Through through when through.hops().size() == 1 -> {
                            Hop hop = through.hops().getFirst();
                            Optional<String> written = format.hop(hop, count + 1);
                            if (written.isEmpty()) {
                                yield lost(lost, "proxies, left out");
                            }
                            schemes.add(hop.scheme());
                            if (hop.isToldAddressesByChoice()) {
                                var _ = lost(lost, "times 'resolve: through'");
                            }
                            if (format == ListFormat.HOST_PORT && hop.credentials().isPresent()) {
                                var _ = lost(lost, "user names and passwords");
                            }
                            yield written;
                        }
                        case EgressEntry.Through _ ->
                                lost(lost, "chains of several hops, left out");
                        case EgressEntry.Interface _,
                                EgressEntry.Prefix _,
                                EgressEntry.Tor _,
                                EgressEntry.Gateway _,
                                EgressEntry.Listing _ ->
                                lost(lost, "entries that stand for many egresses, left out");
                    };
            if (line.isPresent()) {
                text.append(count == 0 ? "" : format.separator()).append(line.get());
                count++;
            }
        }
        if (!format.hasScheme() && schemes.size() > 1) {
            lost.put("different schemes", schemes.size());
        }
        boolean nothing = text.isEmpty();
        return new Written(text.append(nothing ? "" : format.closing()).toString(), count, lost);
    }

    private static Optional<String> lost(Map<String, Integer> lost, String what) {
        lost.merge(what, 1, Integer::sum);
        return Optional.empty();
    }
}
