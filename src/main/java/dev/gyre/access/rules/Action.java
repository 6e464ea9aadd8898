package dev.gyre.access.rules;

import java.net.InetAddress;
import java.util.Optional;

/// What becomes of a request that a rule is for.
public sealed interface Action {

    /// It is served.
    record Allow() implements Action {}

    /// It is refused.
    ///
    /// @param reason what people are told
    /// @param status of HTTP
    /// @param page what those are shown who look with a browser
    record Deny(Optional<String> reason, int status, Optional<Page> page) implements Action {

        /// The status where nothing else is said.
        public static final int FORBIDDEN = 403;
    }

    /// It is served, but not as any other.
    sealed interface Way extends Action {}

    /// By those that have this tag, or belong to this group or country.
    record Pool(String label) implements Way {}

    /// By any, but all requests of the rule together carry no more than so many octets in a second.
    ///
    /// @param place of the rule, from 0
    record Throttle(long rate, int place) implements Way {}

    /// By this address of the machine. It must be one of the pool's.
    record Direct(InetAddress source) implements Way {}
}
