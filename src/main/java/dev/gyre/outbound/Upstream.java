package dev.gyre.outbound;

import dev.gyre.net.Isolation;
import dev.gyre.net.Target;
import dev.gyre.rotation.Lease;

import io.netty.channel.Channel;

/// An open way to a target, owned by whoever asked for it: to be handed on, parked, or closed; and its lease to be released.
///
/// @param channel connected through all hops; does not read until told to
/// @param target where it leads
/// @param lease by which egress
/// @param isolation under which it may be parked
/// @param reused whether it served a request before
/// @param begunNanos when it was begun to be opened, by [System#nanoTime]; of one that is reused, when it was taken
public record Upstream(
        Channel channel,
        Target target,
        Lease lease,
        Isolation isolation,
        boolean reused,
        long begunNanos) {

    /// Closes it: nobody has a use for it.
    public void close() {
        lease.released();
        channel.close();
    }

    /// Has the lease released when the channel closes, whoever closes it. For a channel that will not serve again.
    public void releaseWhenClosed() {
        channel.closeFuture().addListener(_ -> lease.released());
    }
}
