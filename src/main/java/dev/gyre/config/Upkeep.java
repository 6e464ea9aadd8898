package dev.gyre.config;

import java.nio.file.Path;
import java.util.Optional;

/// How a running proxy keeps up with its files.
///
/// @param watch whether the pool file and its lists are read again when they change, not only on SIGHUP
/// @param drain what becomes of requests and tunnels whose egress is no longer in the pool
/// @param state where what was learned of egresses is kept from one run to the next
/// @param countries a MaxMind file that says in which country an address is
public record Upkeep(boolean watch, Drain drain, Optional<Path> state, Optional<Path> countries) {

    /// What becomes of what is under way.
    public enum Drain {
        /// It comes to its end.
        KEEP,
        /// It is cut.
        NOW
    }

    public static final Upkeep DEFAULT =
            new Upkeep(true, Drain.KEEP, Optional.empty(), Optional.empty());

    /// The same with another map of countries.
    public Upkeep withCountries(Optional<Path> file) {
        return new Upkeep(watch, drain, state, file);
    }
}
