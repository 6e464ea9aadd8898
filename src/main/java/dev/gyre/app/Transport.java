package dev.gyre.app;

import dev.gyre.inbound.FileOwner;
import dev.gyre.inbound.UnixSockets;
import dev.gyre.observe.Notices;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;

import java.net.UnixDomainSocketAddress;
import java.util.Optional;
import java.util.function.Function;

/// How this machine's sockets are driven: epoll where there is one, else NIO.
///
/// @param loops one event loop for each core
/// @param listener the type of a listening channel
/// @param listeners makes one
/// @param unix how Unix sockets are listened at
/// @param datagrams makes a socket of a family for datagrams
record Transport(
        EventLoopGroup loops,
        Class<? extends ServerChannel> listener,
        ChannelFactory<ServerChannel> listeners,
        UnixSockets unix,
        Function<SocketProtocolFamily, DatagramChannel> datagrams) {

    /// @param owner whose the files of Unix sockets become, if not ours
    static Transport open(Notices notices, Optional<FileOwner> owner) {
        int threads = Runtime.getRuntime().availableProcessors();
        return Epoll.isAvailable()
                ? new Transport(
                        SteadyLoop.group(threads, SteadyEpoll.newFactory(), notices),
                        EpollServerSocketChannel.class,
                        EpollServerSocketChannel::new,
                        new UnixSockets(
                                EpollServerDomainSocketChannel.class,
                                file -> new DomainSocketAddress(file.toFile()),
                                owner),
                        EpollDatagramChannel::new)
                : new Transport(
                        SteadyLoop.group(threads, NioIoHandler.newFactory(), notices),
                        NioServerSocketChannel.class,
                        NioServerSocketChannel::new,
                        new UnixSockets(
                                NioServerDomainSocketChannel.class,
                                UnixDomainSocketAddress::of,
                                owner),
                        NioDatagramChannel::new);
    }
}
