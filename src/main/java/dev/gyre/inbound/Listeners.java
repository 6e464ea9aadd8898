package dev.gyre.inbound;

import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.inbound.client.ClientEvent;
import dev.gyre.inbound.client.Door;
import dev.gyre.inbound.client.Service;
import dev.gyre.net.Addresses;
import dev.gyre.observe.Notices;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The sockets on which clients are listened for, and all connections that came in by them.
public final class Listeners {

    private static final int BACKLOG = 1024;

    private final ChannelGroup sockets = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final List<InetSocketAddress> addresses = new ArrayList<>();

    private Listeners() {}

    /// Listens on every address, or on none of them. Blocks until the sockets are bound: for the thread that starts the proxy.
    ///
    /// @param most how many clients may be served at a time
    /// @param refusals how many more are let in, to be told that there are too many
    /// @param notices is told when there are
    /// @throws IOException says which address can't be had, and why
    public static Listeners open(
            InboundSettings settings,
            Service service,
            EventLoopGroup loops,
            Class<? extends ServerChannel> transport,
            int most,
            int refusals,
            Notices notices)
            throws IOException {
        Listeners listeners = new Listeners();
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loops)
                        .channel(transport)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .handler(
                                new Admission(
                                        listeners.sockets,
                                        listeners.clients,
                                        most,
                                        refusals,
                                        notices))
                        .childHandler(new InboundPipeline(service));
        int place = 0;
        for (DoorSettings door : settings.doors()) {
            bootstrap.attr(ClientConnection.DOOR, new Door(place++, door.users(), door.disclosure()));
            bootstrap.attr(Admission.CLIENTS, door.clients());
            InetSocketAddress address = door.address();
            ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                listeners.close();
                throw new IOException(
                        "can't listen on " + text(address) + ": " + reason(bound.cause()),
                        bound.cause());
            }
            Channel channel = bound.channel();
            listeners.sockets.add(channel);
            listeners.addresses.add((InetSocketAddress) channel.localAddress());
        }
        return listeners;
    }

    /// Where clients can connect, with the ports that were taken.
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /// Listens no more, and tells every client that what it has under way is its last. Blocks until all have ended, or the time
    /// is up.
    ///
    /// @return how many have not
    public int drain(Duration time) {
        sockets.close().awaitUninterruptibly();
        clients.forEach(client -> client.pipeline().fireUserEventTriggered(ClientEvent.STOPPING));
        boolean ended = clients.newCloseFuture().awaitUninterruptibly(time.toMillis());
        return ended ? 0 : clients.size();
    }

    /// Closes the sockets and every connection. Blocks until they are.
    public void close() {
        sockets.close().awaitUninterruptibly();
        clients.close().awaitUninterruptibly();
    }

    private static String reason(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        // Netty puts the call and its error number before the system's words.
        int words = message.lastIndexOf(": ");
        return words < 0 ? message : message.substring(words + 2);
    }

    /// `host:port`.
    public static String text(InetSocketAddress address) {
        String host = Addresses.text(address.getAddress());
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
