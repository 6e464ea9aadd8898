package dev.gyre.access.domains;

import java.util.List;

/// What the lists of a pool file are for, by their names.
///
/// @param block what is in one of these is refused
/// @param allow but for what is in one of these
/// @param allowOnly if any, what is in none of these is refused
public record BlockingSettings(List<String> block, List<String> allow, List<String> allowOnly) {

    public BlockingSettings {
        block = List.copyOf(block);
        allow = List.copyOf(allow);
        allowOnly = List.copyOf(allowOnly);
    }

    /// Nothing is blocked.
    public static final BlockingSettings NONE =
            new BlockingSettings(List.of(), List.of(), List.of());
}
