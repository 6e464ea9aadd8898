package dev.gyre.access.limits;

/// A TCP connection among those that a client may have.
///
/// @param welcome whether it is one of them
/// @param leave to be run once, when it is gone
public record Place(Welcome welcome, Runnable leave) {

    /// What becomes of a connection.
    public enum Welcome {
        /// It is served.
        SERVED,
        /// It is one too many, and told so.
        REFUSED,
        /// It is one of too many to tell them all.
        CLOSED
    }

    static final Place FREE = new Place(Welcome.SERVED, () -> {});
    static final Place NONE = new Place(Welcome.CLOSED, () -> {});
}
