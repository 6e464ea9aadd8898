package dev.gyre.config;

import dev.gyre.egress.ListSource;

/// A list of domains that the pool file names.
///
/// @param name by which the file speaks of it
/// @param source where it comes from
public record DomainListing(String name, ListSource source) {}
