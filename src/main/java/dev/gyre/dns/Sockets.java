package dev.gyre.dns;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;

/// Sockets of the kind that an event loop drives, and of the name server's family: an IPv4 address
/// stays one.
///
/// Throws [io.netty.channel.ChannelException] when there is no file descriptor left.
final class Sockets {

    private Sockets() {}

    static Channel datagram(EventLoop loop, InetSocketAddress server) {
        return isEpoll(loop)
                ? new EpollDatagramChannel(family(server))
                : new NioDatagramChannel(family(server));
    }

    static Channel stream(EventLoop loop, InetSocketAddress server) {
        if (isEpoll(loop)) {
            EpollSocketChannel channel = new EpollSocketChannel(family(server));
            // Else a source has some 28,000 ports for all servers together.
            channel.config().setOption(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
            return channel;
        }
        return new NioSocketChannel(SelectorProvider.provider(), family(server));
    }

    private static boolean isEpoll(EventLoop loop) {
        return loop instanceof IoEventLoop io && io.isCompatible(EpollIoHandle.class);
    }

    private static SocketProtocolFamily family(InetSocketAddress server) {
        return server.getAddress() instanceof Inet4Address
                ? SocketProtocolFamily.INET
                : SocketProtocolFamily.INET6;
    }
}
