package dev.gyre.access.limits;

import dev.gyre.net.Failure;

/// What becomes of a request by the limits.
public sealed interface Admittance {

    /// It is within them. Whoever has it closes it when the request is over.
    ///
    /// @param pass counts what passes
    record Admitted(Pass pass) implements Admittance {}

    /// It is not.
    ///
    /// @param why what the client is told
    /// @param seconds after which it may ask again, above zero
    record Over(Failure why, long seconds) implements Admittance {}
}
