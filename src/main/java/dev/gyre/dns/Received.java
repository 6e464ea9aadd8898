package dev.gyre.dns;

import java.util.Optional;

/// What the octets come to that a client sent.
public sealed interface Received {

    /// They are not answered: they are no query. To answer an answer might go on for ever between two servers.
    record Nothing() implements Received {}

    /// They are answered without asking anybody.
    ///
    /// @param reply its octets, for the caller to keep
    /// @param query what it answers; nothing when that could not be read, and the reply is a mere header
    @SuppressWarnings("ArrayRecordComponent") // two are never compared
    record Answered(byte[] reply, Optional<ClientQuery> query) implements Received {}

    /// A question of which the answer is known.
    ///
    /// @param reply its octets, for the caller to keep
    @SuppressWarnings("ArrayRecordComponent") // two are never compared
    record Known(ClientQuery query, byte[] reply) implements Received {}

    /// A name server is to be asked.
    record Asked(ClientQuery query) implements Received {}
}
