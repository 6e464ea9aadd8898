package dev.gyre.access;

import dev.gyre.net.Cidr;

import java.util.List;

/// Exceptions from the target guard.
///
/// @param allow blocks of addresses that may be connected to although the guard would refuse them
public record TargetSettings(List<Cidr> allow) {
    public TargetSettings {
        allow = List.copyOf(allow);
    }
}
