package dev.gyre.config;

import dev.gyre.access.domains.BlockingSettings;

import java.util.List;

/// The lists of domains that the pool file names, and what they are for.
///
/// @param all each name once
/// @param blocking names lists of these only
public record DomainListings(List<DomainListing> all, BlockingSettings blocking) {

    public static final DomainListings NONE = new DomainListings(List.of(), BlockingSettings.NONE);

    public DomainListings {
        all = List.copyOf(all);
    }
}
