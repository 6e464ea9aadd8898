package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Promise;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Has a new socket connected to a name server, by a route that begins at this machine.
///
/// A socket that is to leave from a source is bound to it and compared with it before it is connected: no packet leaves from
/// elsewhere.
///
/// **Threads:** all on the event loop.
final class Opening {

    private final Channel channel;
    private final NameServer server;
    private final Promise<Channel> opened;

    private Opening(Channel channel, NameServer server, Promise<Channel> opened) {
        this.channel = channel;
        this.server = server;
        this.opened = opened;
    }

    /// @param channel not registered yet, with its handlers; the caller's to close, whatever comes of it
    /// @param opened fails with a [FailureException]; when it is done before, nothing more is done
    static void start(
            Channel channel,
            NameServer server,
            Route route,
            EventLoop loop,
            Promise<Channel> opened) {
        Opening opening = new Opening(channel, server, opened);
        opening.then(loop.register(channel), Failure.OVERLOADED, () -> opening.registered(route));
    }

    private void registered(Route route) {
        switch (route) {
            case Route.FromSource(InetAddress source, _, boolean free) -> {
                if (free && !Sockets.bindFreely(channel, source)) {
                    fail(Failure.SOURCE_UNAVAILABLE, "can't be asked by " + source);
                } else {
                    bind(source);
                }
            }
            case Route.Unbound _ -> connect();
            case Route.Through _ -> throw new IllegalArgumentException("no socket of this machine");
        }
    }

    private void bind(InetAddress source) {
        then(
                channel.bind(new InetSocketAddress(source, 0)),
                Failure.SOURCE_UNAVAILABLE,
                () -> {
                    if (channel.localAddress() instanceof InetSocketAddress local
                            && source.equals(local.getAddress())) {
                        connect();
                    } else {
                        fail(
                                Failure.SOURCE_UNAVAILABLE,
                                "bound to " + channel.localAddress() + ", not to " + source);
                    }
                });
    }

    private void connect() {
        then(
                channel.connect(server.address()),
                Failure.DNS_ERROR,
                () -> opened.trySuccess(channel));
    }

    private void then(ChannelFuture step, Failure otherwise, Runnable next) {
        step.addListener(
                (ChannelFutureListener)
                        done -> {
                            if (!done.isSuccess()) {
                                fail(otherwise, String.valueOf(done.cause()));
                            } else if (!opened.isDone()) {
                                next.run();
                            }
                        });
    }

    private void fail(Failure failure, String why) {
        opened.tryFailure(new FailureException(failure, "name server " + server + " " + why));
    }
}
