package dev.gyre.app;

import dev.gyre.egress.AddressRange;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.ListSource;
import dev.gyre.egress.Supply;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What entries of a pool file stand for: lists that are fetched by what they said last, all else by another supply.
record WithLists(Supply others, Function<EgressEntry.Listing, List<EgressEntry>> fetched)
        implements Supply {

    /// As if no list could be fetched.
    static Supply none(Supply others) {
        return new WithLists(others, _ -> List.of());
    }

    @Override
    public List<AddressRange> addresses(String name) {
        return others.addresses(name);
    }

    @Override
    public List<EgressEntry> listed(EgressEntry.Listing listing) {
        return switch (listing.source()) {
            case ListSource.File _ -> others.listed(listing);
            case ListSource.Url _ -> fetched.apply(listing);
        };
    }

    @Override
    public Optional<String> country(InetAddress address) {
        return others.country(address);
    }
}
