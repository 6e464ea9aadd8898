package dev.gyre.inbound.http;

import dev.gyre.access.rules.Denial;
import dev.gyre.access.rules.DenialSettings;
import dev.gyre.net.Failure;
import dev.gyre.net.Host;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import java.util.Optional;

/// A reply that the proxy makes itself, instead of a target's.
sealed interface OwnReply permits ErrorReply, DenialReply, UseReply, AcceptedReply {

    /// The reply, ready to be written; the caller owns it.
    ///
    /// @param close whether the connection is closed after it
    /// @param head whether the request was a HEAD, whose reply has no body
    ByteBuf write(ByteBufAllocator allocator, ErrorFormat format, boolean close, boolean head);

    /// What is said of a failure.
    ///
    /// @param denial which rule it is, if a rule is against the request
    /// @param settings what is told beside the reason then
    /// @param host where the request wanted to go
    static OwnReply of(
            Failure failure, Optional<Denial> denial, DenialSettings settings, Host host) {
        return denial.<OwnReply>map(known -> new DenialReply(known, settings, host.text()))
                .orElseGet(() -> ErrorReply.of(failure));
    }
}
