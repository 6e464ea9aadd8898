package dev.gyre.inbound.client;

import dev.gyre.access.domains.Blocking;
import dev.gyre.access.rules.Denial;
import dev.gyre.net.Host;

import java.util.Optional;

/// The refusal of what lists block.
public final class BlockedTarget {

    private static final int FORBIDDEN = 403;
    private static final String WHY = "This target is blocked.";

    private BlockedTarget() {}

    /// Why nobody may have this host: nothing of it is looked up then. Nothing when it is not blocked.
    public static Optional<Denial> refusal(Blocking blocking, Host host) {
        return blocking.isNone()
                ? Optional.empty()
                : blocking.refusal(host)
                        .map(where ->
                                new Denial(
                                        where,
                                        Optional.of(WHY),
                                        FORBIDDEN,
                                        Optional.empty(),
                                        Denial.About.TARGET));
    }
}
