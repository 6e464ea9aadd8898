package dev.gyre.outbound;

import dev.gyre.net.Isolation;
import dev.gyre.rotation.Lease;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Promise;

/// A connection that is being opened by a lease.
///
/// @param start when it was begun, by [System#nanoTime]
/// @param hedge whether it was begun beside another that was slow
/// @param channel what comes of it; when it is cancelled, its sockets are closed
record Run(Lease lease, Isolation isolation, long start, boolean hedge, Promise<Channel> channel) {

    /// For how long it has been under way.
    long nanos() {
        return System.nanoTime() - start;
    }
}
