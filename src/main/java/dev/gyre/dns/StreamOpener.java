package dev.gyre.dns;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

import java.net.InetSocketAddress;

/// Opens a connection to a name server through a chain of hops.
@FunctionalInterface
public interface StreamOpener {

    /// Called on `loop`; must not block.
    ///
    /// The channel handed over runs on `loop`, is connected to `server`, passes plain
    /// [io.netty.buffer.ByteBuf]s both ways and is no longer used by anyone else: the resolver adds
    /// its handlers at the tail, turns reading on and closes it. One that arrives after the
    /// resolver has given up is closed at once.
    ///
    /// @return fails with a [dev.gyre.net.FailureException] that says which hop is at fault; is cancelled when nobody waits for it, and
    ///     none is
    Future<Channel> open(InetSocketAddress server, EventLoop loop);
}
