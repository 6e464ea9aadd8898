package dev.gyre.access.domains;

import dev.gyre.net.Host;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/// A list of domains, some 30 octets for each entry, whatever their number. Immutable: safe for all threads.
public final class DomainList {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String name;
    private final EntryTable entries;
    private final int bad;
    private final int firstBad;

    private DomainList(String name, EntryTable entries, int bad, int firstBad) {
        this.name = name;
        this.entries = entries;
        this.bad = bad;
        this.firstBad = firstBad;
    }

    /// Reads a list; 500,000 lines take some tenths of a second.
    ///
    /// @param name what it is called in the pool file
    /// @param text UTF-8
    /// @throws UnusableList when there is no entry in it, or there are too many
    public static DomainList read(String name, byte[] text) throws UnusableList {
        PackedEntries entries = new PackedEntries(text.length);
        ListLines lines = new ListLines(text, entries);
        lines.read();
        if (entries.count() > PackedEntries.MOST) {
            throw new UnusableList(
                    String.format(Locale.ROOT, "has more than %,d entries", PackedEntries.MOST));
        }
        if (entries.count() == 0) {
            throw new UnusableList(
                    lines.bad() == 0
                            ? "has no entry"
                            : "has no line that is a domain; line "
                                    + lines.firstBad()
                                    + " is the first that is none");
        }
        return new DomainList(
                name, entries.table(RANDOM.nextLong()), lines.bad(), lines.firstBad());
    }

    /// What it is called in the pool file.
    public String name() {
        return name;
    }

    /// The same, called otherwise.
    public DomainList named(String other) {
        return other.equals(name) ? this : new DomainList(other, entries, bad, firstBad);
    }

    /// How many different entries it has.
    public int size() {
        return entries.size();
    }

    /// What is to be said of lines that were passed over, if any were: what follows the name of the list in a sentence.
    public Optional<String> passedOver() {
        return bad == 0
                ? Optional.empty()
                : Optional.of(
                        String.format(
                                Locale.ROOT,
                                "%s not understood and passed over, line %d first",
                                bad == 1
                                        ? "one line is"
                                        : String.format(Locale.ROOT, "%,d lines are", bad),
                                firstBad));
    }

    /// The line by which a host is in it: a name by itself or by what is above it, an address by itself or by its network.
    public Optional<Hit> find(Host host) {
        int line =
                switch (host) {
                    case Host.Name(String text) -> entries.line(text);
                    case Host.Address(InetAddress address) -> entries.line(address);
                };
        return line == EntryTable.NOWHERE ? Optional.empty() : Optional.of(new Hit(name, line));
    }

    @Override
    public String toString() {
        return name + ": " + entries.size() + " entries";
    }
}
