package dev.gyre.rotation;

import dev.gyre.egress.Narrowing;

import java.time.Duration;
import java.util.Optional;

/// What a client asks for with a request, beside its target: by its proxy user name, its password, or a header field.
///
/// @param session the session that the request belongs to, by the name that the client gave it: `[A-Za-z0-9_]{1,64}`
/// @param ttl how long that session keeps its egress, counted from its first request
/// @param strength whether that session may move to another egress; else as configured
/// @param rotate whether the request must have an egress of its own, whatever the rule of rotation is
/// @param narrowing the part of the pool that will do
public record Wish(
        Optional<String> session,
        Optional<Duration> ttl,
        Optional<Strength> strength,
        boolean rotate,
        Narrowing narrowing) {

    /// Nothing in particular.
    public static final Wish NONE =
            new Wish(Optional.empty(), Optional.empty(), Optional.empty(), false, Narrowing.NONE);

    /// The same of another part of the pool.
    public Wish of(Narrowing part) {
        return new Wish(session, ttl, strength, rotate, part);
    }

    /// What becomes of a session whose egress can't be used.
    public enum Strength {
        /// It moves to another.
        SOFT,
        /// It fails.
        HARD
    }
}
