package dev.gyre.access.limits;

/// Whose limits they are.
public enum Kind {
    /// A user's, known by its name.
    USER,
    /// A client's, known by its address.
    CLIENT,
    /// A site's, known by its name.
    SITE
}
