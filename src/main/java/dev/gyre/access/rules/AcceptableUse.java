package dev.gyre.access.rules;

import java.time.Duration;
import java.util.Optional;

/// What clients are to accept before they are shown pages.
///
/// @param page a page of the operator's own; `{accept}` in it is where its form goes
/// @param text else what the built-in page says
/// @param valid for how long a client's acceptance holds
public record AcceptableUse(Optional<Page> page, String text, Duration valid) {

    /// What a page of the operator's must have.
    public static final String ACCEPT = "{accept}";

    public static final Duration USUAL = Duration.ofHours(12);
}
