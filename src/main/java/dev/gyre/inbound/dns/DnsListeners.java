package dev.gyre.inbound.dns;

import dev.gyre.inbound.client.ClientEvent;
import dev.gyre.net.Addresses;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.concurrent.GlobalEventExecutor;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The sockets on which names are asked for, by UDP and TCP at the same addresses, and all connections that came in by them.
public final class DnsListeners {

    /// How many connections there may be.
    public static final int MOST_STREAMS = 128;

    private static final int MOST_STREAMS_OF_ONE = 64;

    /// How many questions may be open.
    public static final int MOST_QUESTIONS = 512;

    private static final int MOST_QUESTIONS_OF_ONE = 256;
    private static final int BACKLOG = 128;

    /// Octets of datagrams that wait to be read, if the system gives so many.
    private static final int WAITING = 1 << 20;

    /// How often another port is tried where any will do: one may be free for TCP alone.
    private static final int PORTS = 20;

    private final ChannelGroup servers = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ChannelGroup datagrams = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final StreamClients clients =
            new StreamClients(connections, MOST_STREAMS, MOST_STREAMS_OF_ONE);
    private final OpenQuestions open = new OpenQuestions(MOST_QUESTIONS, MOST_QUESTIONS_OF_ONE);
    private final List<InetSocketAddress> addresses = new ArrayList<>();

    private final DnsListening rules;
    private final NameDesk desk;
    private final EventLoopGroup loops;
    private final ChannelFactory<ServerChannel> streamSockets;
    private final Function<SocketProtocolFamily, DatagramChannel> datagramSockets;
    private final Duration idle;

    private DnsListeners(
            DnsListening rules,
            NameDesk desk,
            EventLoopGroup loops,
            ChannelFactory<ServerChannel> streamSockets,
            Function<SocketProtocolFamily, DatagramChannel> datagramSockets,
            Duration idle) {
        this.rules = rules;
        this.desk = desk;
        this.loops = loops;
        this.streamSockets = streamSockets;
        this.datagramSockets = datagramSockets;
        this.idle = idle;
    }

    /// Listens on every address, or on none of them. Blocks until the sockets are bound: for the thread that starts the proxy.
    ///
    /// @param place of the first of them among all listeners
    /// @param idle after how long without a question a client that asks by UDP has gone, and how long a connection may carry nothing
    /// @throws IOException says which address can't be had, and why
    public static DnsListeners open(
            DnsListening rules,
            NameDesk desk,
            EventLoopGroup loops,
            ChannelFactory<ServerChannel> streamSockets,
            Function<SocketProtocolFamily, DatagramChannel> datagramSockets,
            int place,
            Duration idle)
            throws IOException {
        DnsListeners listeners =
                new DnsListeners(rules, desk, loops, streamSockets, datagramSockets, idle);
        int next = place;
        for (InetSocketAddress address : rules.listen()) {
            try {
                listeners.listen(address, next++);
            } catch (IOException | RuntimeException failed) {
                listeners.close();
                throw failed;
            }
        }
        return listeners;
    }

    private void listen(InetSocketAddress address, int place) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Channel server = bound(streams(place).bind(address), address);
            servers.add(server);
            InetSocketAddress taken = (InetSocketAddress) server.localAddress();
            try {
                listenForDatagrams(address.getAddress(), taken.getPort(), place);
                addresses.add(new InetSocketAddress(address.getAddress(), taken.getPort()));
                return;
            } catch (IOException portTaken) {
                if (address.getPort() != 0 || attempt == PORTS) {
                    throw portTaken;
                }
                server.close().awaitUninterruptibly();
            }
        }
    }

    private void listenForDatagrams(InetAddress listener, int port, int place) throws IOException {
        List<Channel> bound = new ArrayList<>();
        for (InetAddress each : LocalAddresses.of(listener)) {
            InetSocketAddress address = new InetSocketAddress(each, port);
            try {
                bound.add(bound(datagrams(each, place).bind(address), address));
            } catch (IOException taken) {
                bound.forEach(channel -> channel.close().awaitUninterruptibly());
                throw taken;
            }
        }
        datagrams.addAll(bound);
    }

    private static Channel bound(ChannelFuture binding, InetSocketAddress address)
            throws IOException {
        if (!binding.awaitUninterruptibly().isSuccess()) {
            throw new IOException(
                    "can't listen on dns://" + text(address) + ": " + reason(binding.cause()),
                    binding.cause());
        }
        return binding.channel();
    }

    private static String text(InetSocketAddress address) {
        String host = Addresses.text(address.getAddress());
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static String reason(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        // Netty puts the call and its error number before the system's words.
        int words = message.lastIndexOf(": ");
        return words < 0 ? message : message.substring(words + 2);
    }

    private ServerBootstrap streams(int place) {
        return new ServerBootstrap()
                .group(loops)
                .channelFactory(streamSockets)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(pipeline(place));
    }

    private Bootstrap datagrams(InetAddress address, int place) {
        SocketProtocolFamily family =
                address instanceof Inet4Address
                        ? SocketProtocolFamily.INET
                        : SocketProtocolFamily.INET6;
        return new Bootstrap()
                .group(loops)
                .channelFactory(() -> datagramSockets.apply(family))
                .option(ChannelOption.SO_RCVBUF, WAITING)
                .handler(pipeline(place));
    }

    private DnsListenerPipeline pipeline(int place) {
        return new DnsListenerPipeline(desk, rules, open, clients, place, idle);
    }

    /// Where clients can ask, with the ports that were taken.
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /// Who is answered, in words.
    public String clients() {
        return rules.text();
    }

    /// Takes no more questions; those that are open are still answered.
    public void stop() {
        servers.close().awaitUninterruptibly();
        datagrams.forEach(socket -> socket.config().setAutoRead(false));
        connections.forEach(
                connection -> connection.pipeline().fireUserEventTriggered(ClientEvent.STOPPING));
    }

    /// Waits until all questions are answered, or the time is up. Blocks; to be called after [#stop].
    ///
    /// @return how many are not
    public int drain(Duration time) {
        return open.await(time);
    }

    /// Closes the sockets and every connection. Blocks until they are.
    public void close() {
        servers.close().awaitUninterruptibly();
        datagrams.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
    }
}
