package dev.gyre.inbound;

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
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// The sockets on which clients are listened for, and all connections that came in by them.
public final class Listeners {

    private static final int BACKLOG = 1024;

    private static final int FIRST_FREE_PORT = 1024;
    private static final String DENIED = "Permission denied";
    private static final String LOW_PORT =
            ". Ports below 1024 are for root, who may pass the proxy on by `gyre run --user NAME`,"
                    + " or for who has CAP_NET_BIND_SERVICE";

    private final ChannelGroup sockets = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final List<SocketFile> files = new ArrayList<>();
    private final List<Placed> entrances = new ArrayList<>();
    private final Handshakes handshakes = new Handshakes();

    private Listeners() {}

    /// Listens everywhere, or nowhere. Blocks until the sockets are bound: for the thread that starts the proxy.
    ///
    /// @param most how many clients may be served at a time
    /// @param refusals how many more are let in, to be told that there are too many
    /// @param notices is told when there are
    /// @throws IOException says where it can't listen, and why
    public static Listeners open(
            InboundSettings settings,
            Service service,
            EventLoopGroup loops,
            Class<? extends ServerChannel> transport,
            UnixSockets unix,
            int most,
            int refusals,
            Notices notices)
            throws IOException {
        Listeners listeners = new Listeners();
        Admission admission =
                new Admission(listeners.sockets, listeners.clients, most, refusals, notices);
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loops)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .handler(admission)
                        .childHandler(
                                new InboundPipeline(service, listeners.handshakes, admission));
        int place = 0;
        for (DoorSettings door : settings.doors()) {
            Entrance entrance =
                    new Entrance(
                            new Door(place++, door.users(), door.disclosure()),
                            door.clients(),
                            door.balancers(),
                            door.tls().map(AtomicReference::new));
            listeners.entrances.add(new Placed(door.at(), entrance));
            ServerBootstrap its = bootstrap.clone().attr(Entrance.KEY, entrance);
            try {
                switch (door.at()) {
                    case ListenAt.Tcp(InetSocketAddress address) ->
                            listeners.listen(its.channel(transport), address);
                    case ListenAt.Unix there ->
                            listeners.listen(its.channel(unix.listener()), there, unix);
                }
            } catch (IOException | RuntimeException failed) {
                listeners.close();
                throw failed;
            }
        }
        return listeners;
    }

    private void listen(ServerBootstrap bootstrap, InetSocketAddress address) throws IOException {
        try {
            Channel channel =
                    bound(bootstrap.option(ChannelOption.SO_REUSEADDR, true).bind(address));
            addresses.add((InetSocketAddress) channel.localAddress());
        } catch (IOException failed) {
            boolean low = address.getPort() > 0 && address.getPort() < FIRST_FREE_PORT;
            throw new IOException(
                    "can't listen on "
                            + text(address)
                            + ": "
                            + failed.getMessage()
                            + (low && DENIED.equals(failed.getMessage()) ? LOW_PORT : ""),
                    failed);
        }
    }

    private void listen(ServerBootstrap bootstrap, ListenAt.Unix at, UnixSockets unix)
            throws IOException {
        try {
            files.add(
                    SocketFile.bind(
                            at,
                            unix.owner(),
                            file -> bound(bootstrap.bind(unix.address().apply(file)))));
        } catch (IOException failed) {
            String reason =
                    switch (failed) {
                        case NoSuchFileException _ -> "its folder is not there";
                        case AccessDeniedException _ -> "its folder is not ours to write";
                        default -> String.valueOf(failed.getMessage());
                    };
            throw new IOException("can't listen at " + at.file() + ": " + reason, failed);
        }
    }

    private Channel bound(ChannelFuture bound) throws IOException {
        bound.awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(reason(bound.cause()), bound.cause());
        }
        sockets.add(bound.channel());
        return bound.channel();
    }

    /// At which addresses clients can connect, with the ports that were taken.
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /// At which Unix sockets they can.
    public List<Path> files() {
        return files.stream().map(SocketFile::place).toList();
    }

    private record Placed(ListenAt at, Entrance entrance) {}

    /// Whoever connects from now on is shown what the files of TLS say by now, at each listener that has TLS and still stands there.
    public void use(InboundSettings next) {
        List<Placed> left = new ArrayList<>(entrances);
        for (DoorSettings door : next.doors()) {
            left.stream()
                    .filter(each -> each.at().equals(door.at()))
                    .findFirst()
                    .ifPresent(same -> {
                        left.remove(same);
                        same.entrance().tls().ifPresent(tls -> door.tls().ifPresent(tls::set));
                    });
        }
    }

    /// Listens no more, and tells every client that what it has under way is its last. Blocks until all have ended, or the time
    /// is up.
    ///
    /// @return how many have not
    public int drain(Duration time) {
        closeSockets();
        clients.forEach(client -> client.pipeline().fireUserEventTriggered(ClientEvent.STOPPING));
        boolean ended = clients.newCloseFuture().awaitUninterruptibly(time.toMillis());
        return ended ? 0 : clients.size();
    }

    /// Closes the sockets and every connection. Blocks until they are.
    public void close() {
        closeSockets();
        clients.close().awaitUninterruptibly();
        handshakes.close();
    }

    private void closeSockets() {
        files.forEach(SocketFile::delete);
        sockets.close().awaitUninterruptibly();
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
