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
import io.netty.channel.unix.IntegerUnixChannelOption;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;

/// Sockets of the kind that an event loop drives, and of the name server's family: an IPv4 address
/// stays one.
///
/// Throws [io.netty.channel.ChannelException] when there is no file descriptor left.
final class Sockets {

    // Of Linux; Netty's own option is for listeners only.
    private static final IntegerUnixChannelOption FREE_IPV4 =
            new IntegerUnixChannelOption("IP_FREEBIND", 0, 15);
    private static final IntegerUnixChannelOption FREE_IPV6 =
            new IntegerUnixChannelOption("IPV6_FREEBIND", 41, 78);

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

    /// Lets a socket be bound to an address that no interface has; the bound address is to be looked at as ever.
    ///
    /// @return whether it is so
    static boolean bindFreely(Channel channel, InetAddress source) {
        if (!(channel instanceof EpollDatagramChannel || channel instanceof EpollSocketChannel)) {
            return false;
        }
        IntegerUnixChannelOption option = source instanceof Inet4Address ? FREE_IPV4 : FREE_IPV6;
        channel.config().setOption(option, 1);
        return Integer.valueOf(1).equals(channel.config().getOption(option));
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
