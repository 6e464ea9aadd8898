package dev.gyre.access.rules;

import java.util.Optional;

/// What all who are refused are told beside the reason.
///
/// @param contact whom they may ask
/// @param text anything else
public record DenialSettings(Optional<String> contact, Optional<String> text) {

    public static final DenialSettings NONE =
            new DenialSettings(Optional.empty(), Optional.empty());
}
