package dev.gyre.inbound.identity;

import java.util.Optional;

/// One way to write parameters into a user name.
sealed interface Dialect permits PlusDialect, ApifyDialect, DashDialect, WebshareDialect {

    /// Reads a user name that is written in this dialect.
    ///
    /// @param asked told of each parameter
    /// @return the name without them; nothing, and nothing told, when it is not of this dialect
    Optional<String> read(String user, Asked asked) throws BadClaim;
}
