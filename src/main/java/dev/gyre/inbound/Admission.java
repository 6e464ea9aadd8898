package dev.gyre.inbound;

import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.net.Failure;
import dev.gyre.observe.Notices;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.util.AttributeKey;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// On the listening sockets: lets in those who may connect, and counts the clients. Beyond the most that may be connected, a few more are let in to be told so;
/// beyond those, none is accepted until some have gone, so that the system's queue holds them back and no file descriptor is
/// spent on them.
///
/// When a connection can't be accepted all the same, for want of a descriptor or of memory, accepting pauses for a second.
@Sharable
final class Admission extends ChannelInboundHandlerAdapter {

    /// Set on a client's channel that is only to be told why it is not served.
    static final AttributeKey<Failure> REFUSED = AttributeKey.valueOf(Admission.class, "refused");

    private static final long PAUSE_SECONDS = 1;

    private final ChannelGroup listeners;
    private final ChannelGroup clients;
    private final int most;
    private final int refusals;
    private final Notices notices;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean full = new AtomicBoolean();
    private final AtomicBoolean failing = new AtomicBoolean();

    /// @param listeners the sockets that this handler is on
    /// @param clients where each client is noted
    /// @param most how many may be served at a time
    /// @param refusals how many more may be told that they can't
    Admission(
            ChannelGroup listeners, ChannelGroup clients, int most, int refusals, Notices notices) {
        this.listeners = listeners;
        this.clients = clients;
        this.most = most;
        this.refusals = refusals;
        this.notices = notices;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        Channel client = (Channel) accepted;
        int now = count.incrementAndGet();
        client.closeFuture().addListener(_ -> left());
        clients.add(client);
        Entrance entrance = ctx.channel().attr(Entrance.KEY).get();
        client.attr(Entrance.KEY).set(entrance);
        client.attr(ClientConnection.DOOR).set(entrance.door());
        if (now >= most + refusals && full.compareAndSet(false, true)) {
            notices.notice("accepting no more connections for now: there are " + now);
            accept();
        }
        if (!entrance.isFromBalancer(client) && !entrance.mayConnect(client)) {
            client.attr(REFUSED).set(Failure.CLIENT_PROHIBITED);
            if (now > most / 2) {
                client.unsafe().closeForcibly(); // the places are for those who may connect
                return;
            }
        } else if (now > most) {
            client.attr(REFUSED).set(Failure.OVERLOADED);
        }
        ctx.fireChannelRead(accepted);
    }

    /// A stream of a client's connection takes a place as a client of its own would.
    ///
    /// @return false when it is only to be told that there is none; it is counted all the same
    boolean hasRoomFor(Channel stream) {
        int now = count.incrementAndGet();
        stream.closeFuture().addListener(_ -> left());
        return now <= most;
    }

    private void left() {
        // Well below, so that it isn't one in and one out.
        if (count.decrementAndGet() <= most - most / 16 && full.compareAndSet(true, false)) {
            notices.notice("accepting connections again");
            accept();
        }
    }

    /// One at a time, so that the last to change a flag has the last word.
    private synchronized void accept() {
        boolean on = !full.get() && !failing.get();
        listeners.forEach(listener -> listener.config().setAutoRead(on));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (failing.compareAndSet(false, true)) {
            notices.notice("accepting no connections for a second: " + cause.getMessage());
            accept();
            ctx.executor()
                    .schedule(
                            () -> {
                                failing.set(false);
                                accept();
                            },
                            PAUSE_SECONDS,
                            TimeUnit.SECONDS);
        }
    }
}
