package dev.gyre.access;

import dev.gyre.net.Cidr;

import java.util.List;

/// What the target guard goes by.
///
/// @param allow blocks of addresses that may be connected to although the guard would refuse them
/// @param nat64 by which prefixes networks here translate, besides the one that is the same everywhere: each of them [Nat64#isPrefix]
public record TargetSettings(List<Cidr> allow, List<Cidr> nat64) {

    /// No exceptions.
    public static final TargetSettings NONE = new TargetSettings(List.of(), List.of());

    public TargetSettings {
        allow = List.copyOf(allow);
        nat64 = List.copyOf(nat64);
    }

    /// Exceptions alone.
    public TargetSettings(List<Cidr> allow) {
        this(allow, List.of());
    }
}
