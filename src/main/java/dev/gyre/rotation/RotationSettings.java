package dev.gyre.rotation;

/// How egresses rotate.
///
/// @param every for how long an egress is kept
/// @param pick which one comes next
public record RotationSettings(Every every, Pick pick) {

    /// The unit of rotation.
    public enum Every {
        /// Each request, and each tunnel, leaves by another egress.
        REQUEST,
        /// All requests of one client connection leave by the same egress.
        CONNECTION
    }

    /// The order in which egresses are taken.
    public enum Pick {
        /// Any, each as likely as another, but never the last one again.
        RANDOM,
        /// One after the other.
        ROUND_ROBIN
    }
}
