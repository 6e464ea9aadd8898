package dev.gyre.http;

/// Where a body ends (RFC 9112 6.3).
public sealed interface BodyFraming {

    None NONE = new None();
    Chunked CHUNKED = new Chunked();
    UntilClose UNTIL_CLOSE = new UntilClose();

    /// There is no body, not even an empty one.
    record None() implements BodyFraming {}

    /// A body of so many octets; may be 0.
    record Length(long octets) implements BodyFraming {}

    /// `Transfer-Encoding: chunked`.
    record Chunked() implements BodyFraming {}

    /// The body of a response that ends with its connection.
    record UntilClose() implements BodyFraming {}
}
