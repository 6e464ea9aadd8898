package dev.gyre.inbound.client;

import dev.gyre.health.Health;
import dev.gyre.inbound.client.Asker.Outcome;
import dev.gyre.net.Site;
import dev.gyre.net.Target;
import dev.gyre.rotation.Identity;
import dev.gyre.rotation.Rotator;
import dev.gyre.rotation.Session;
import dev.gyre.rotation.Sessions;
import dev.gyre.rotation.Wish;

import java.util.Optional;

/// Hands on what clients say of how sites treated an egress. Safe for all threads.
///
/// @param sessions to which the client's requests belong
/// @param rotator knows by which egress a session was where
/// @param health heeds it
public record Verdicts(Sessions sessions, Rotator rotator, Health health) {

    /// Of the egress by which the client's session was last at the target's site.
    ///
    /// @param before the session of the last request on the client's connection
    Outcome ofSession(
            Identity who, Wish wish, Optional<Session> before, Target target, boolean banned) {
        Optional<Session> session = sessions.known(who, wish, target, before);
        if (session.isEmpty()) {
            return Outcome.NO_SESSION;
        }
        return rotator.feedback(session.get(), target, banned).isPresent()
                ? Outcome.TAKEN
                : Outcome.NO_VISIT;
    }

    /// Of the egress with this name, of which the client was told.
    Outcome ofRevealed(
            RevealedEgresses revealed, Identity who, String id, Target target, boolean banned) {
        return revealed.of(who, id)
                .map(egress -> {
                    Site site = Site.of(target.host());
                    if (banned) {
                        health.banned(egress, site);
                    } else {
                        health.welcome(egress, site);
                    }
                    return Outcome.TAKEN;
                })
                .orElse(Outcome.UNKNOWN_EGRESS);
    }
}
