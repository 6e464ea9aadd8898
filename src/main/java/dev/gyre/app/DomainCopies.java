package dev.gyre.app;

import dev.gyre.access.domains.Blocking;
import dev.gyre.access.domains.BlockingSettings;
import dev.gyre.access.domains.DomainList;
import dev.gyre.access.domains.DomainLists;
import dev.gyre.access.domains.UnusableList;
import dev.gyre.config.DomainListing;
import dev.gyre.config.DomainListings;
import dev.gyre.egress.ListSource;
import dev.gyre.lists.ListFile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The lists of domains as they are on this machine: those that are fetched, by what was kept of them.
///
/// @param lists those that could be read
/// @param missing what is known of no other, in words
record DomainCopies(DomainLists lists, List<String> missing) {

    DomainCopies {
        missing = List.copyOf(missing);
    }

    /// Reads them. Blocks.
    static DomainCopies of(DomainListings listings) {
        List<DomainList> read = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (DomainListing listing : listings.all()) {
            Optional<Path> path =
                    switch (listing.source()) {
                        case ListSource.File file -> Optional.of(file.path());
                        case ListSource.Url url -> url.copy();
                    };
            if (path.isEmpty()) {
                missing.add("the list '" + listing.name() + "' is fetched, and has no 'copy' here");
                continue;
            }
            try {
                read.add(DomainList.read(listing.name(), ListFile.octets(path.get())));
            } catch (UnusableList unusable) {
                missing.add("the list '" + listing.name() + "' " + unusable.why());
            } catch (IOException unreadable) {
                missing.add(
                        "the list '"
                                + listing.name()
                                + "' is not known here: "
                                + unreadable.getMessage()
                                + ": "
                                + path.get());
            }
        }
        return new DomainCopies(new DomainLists(read), missing);
    }

    /// What nobody may have, as far as lists could be read.
    Blocking blocking(BlockingSettings settings) {
        return new Blocking(
                lists,
                new BlockingSettings(
                        known(settings.block()),
                        known(settings.allow()),
                        known(settings.allowOnly())));
    }

    private List<String> known(List<String> names) {
        return names.stream().filter(name -> lists.have(List.of(name))).toList();
    }
}
