package dev.gyre.outbound;

import dev.gyre.egress.Egress;
import dev.gyre.net.FailureException;

import java.util.Optional;

/// What a client is told that asked for a name.
///
/// @param octets of the reply, for whoever has it to keep
/// @param egress by which a name server was asked last, or from what was kept for which it was answered; nothing when there was none
/// @param sessionMoved whether the session had to change its egress for it
/// @param failure why it was not answered, if it was not
@SuppressWarnings("ArrayRecordComponent") // two answers are never compared
public record NameAnswer(
        byte[] octets,
        Optional<Egress> egress,
        boolean sessionMoved,
        Optional<FailureException> failure) {}
