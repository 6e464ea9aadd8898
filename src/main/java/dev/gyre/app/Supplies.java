package dev.gyre.app;

import dev.gyre.config.PoolFile;
import dev.gyre.egress.AddressRange;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Interfaces;
import dev.gyre.egress.ListSource;
import dev.gyre.egress.Supply;
import dev.gyre.lists.ListFile;
import dev.gyre.lists.ListText;
import dev.gyre.lists.Parsed;
import dev.gyre.lists.UnreadableList;
import dev.gyre.observe.Notices;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the entries of a pool file stand for on this machine now: interfaces, lists, and a map of countries.
///
/// Made for each pool that is made, and forgotten then: a list is read once. Blocks; not thread-safe.
public final class Supplies implements Supply {

    private final Optional<Countries> countries;
    private final Notices notices;
    private final Map<Path, Optional<String>> texts = new HashMap<>();
    private final Map<EgressEntry.Listing, Parsed> lists = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private boolean whole = true;

    private Supplies(Optional<Countries> countries, Notices notices) {
        this.countries = countries;
        this.notices = notices;
    }

    /// @param notices is told of lines that are passed over and of lists that can't be had, of each once
    /// @throws IOException when the map of countries can't be read; says why
    public static Supplies of(PoolFile file, Notices notices) throws IOException {
        Optional<Path> map = file.upkeep().countries();
        return new Supplies(
                map.isPresent() ? Optional.of(Countries.read(map.get())) : Optional.empty(),
                notices);
    }

    /// Whether all lists that were asked for could be had.
    boolean isWhole() {
        return whole;
    }

    @Override
    public List<AddressRange> addresses(String name) {
        return Interfaces.addresses(name);
    }

    @Override
    public List<EgressEntry> listed(EgressEntry.Listing listing) {
        return parsed(listing).entries();
    }

    /// What a list has, and what it has that can't be read.
    public Parsed parsed(EgressEntry.Listing listing) {
        return lists.computeIfAbsent(listing, this::parse);
    }

    @Override
    public Optional<String> country(InetAddress address) {
        if (countries.isEmpty()) {
            return Optional.empty();
        }
        try {
            return countries.get().of(address);
        } catch (IOException damaged) {
            tell(String.valueOf(damaged.getMessage()));
            return Optional.empty();
        }
    }

    private Parsed parse(EgressEntry.Listing listing) {
        ListSource source = listing.source();
        Parsed parsed =
                ListText.parse(
                        source.toString(), text(source).orElse(""), source, listing.labels());
        if (source.reading().badIsFatal() && parsed.badLines() > 0) {
            whole = false;
            tell(source + " has a bad line, so that nothing of it is used");
            parsed.report().forEach(this::tell);
            return new Parsed(
                    parsed.name(), List.of(), parsed.bad(), parsed.badLines(), parsed.duplicates());
        }
        parsed.report().forEach(line -> tell(line + "; passed over"));
        return parsed;
    }

    private Optional<String> text(ListSource source) {
        return switch (source) {
            case ListSource.File(Path path, _) -> text(path);
            case ListSource.Url url -> {
                if (url.copy().isEmpty()) {
                    tell(url + " is not fetched yet, and there is no copy of it");
                }
                yield url.copy().flatMap(this::text);
            }
        };
    }

    private Optional<String> text(Path path) {
        return texts.computeIfAbsent(
                path,
                _ -> {
                    try {
                        return Optional.of(ListFile.read(path));
                    } catch (UnreadableList unreadable) {
                        whole = false;
                        tell(path + " cannot be used, " + unreadable.getMessage());
                        return Optional.empty();
                    }
                });
    }

    private void tell(String line) {
        if (told.add(line)) {
            notices.notice(line);
        }
    }
}
