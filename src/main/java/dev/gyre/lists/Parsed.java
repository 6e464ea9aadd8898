package dev.gyre.lists;

import dev.gyre.egress.EgressEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a list has.
///
/// @param name the list as messages call it
/// @param entries in the order of the list, none twice
/// @param bad the first lines that could not be read, [#MOST_SHOWN] at most
/// @param badLines how many there are
/// @param duplicates how many lines say what another has said
public record Parsed(
        String name, List<EgressEntry> entries, List<BadLine> bad, int badLines, int duplicates) {

    /// So many bad lines are told of one by one; the others are counted.
    public static final int MOST_SHOWN = 20;

    public Parsed {
        entries = List.copyOf(entries);
        bad = List.copyOf(bad);
    }

    /// The bad lines as `name:line: why`, and how many more there are. Free of secrets.
    public List<String> report() {
        List<String> lines = new ArrayList<>();
        bad.forEach(each -> lines.add(name + ":" + each.line() + ": " + each.why()));
        int more = badLines - bad.size();
        if (more > 0) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%s: %,d more %s cannot be read",
                            name,
                            more,
                            more == 1 ? "line" : "lines"));
        }
        return lines;
    }
}
