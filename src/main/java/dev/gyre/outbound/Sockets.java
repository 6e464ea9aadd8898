package dev.gyre.outbound;

import dev.gyre.net.Addresses;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.relay.ReceiveBuffers;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Sockets towards targets and hops, before they are connected.
final class Sockets {

    // Of Linux; Netty's own option is for listeners only.
    private static final IntegerUnixChannelOption FREE_IPV4 =
            new IntegerUnixChannelOption("IP_FREEBIND", 0, 15);
    private static final IntegerUnixChannelOption FREE_IPV6 =
            new IntegerUnixChannelOption("IPV6_FREEBIND", 41, 78);

    private Sockets() {}

    /// A channel registered with the loop, of which the caller is the owner. It does not read until told to.
    static Channel open(EventLoop loop) {
        Channel channel =
                loop instanceof IoEventLoop io && io.isCompatible(EpollIoHandle.class)
                        ? new EpollSocketChannel()
                        : new NioSocketChannel();
        channel.config().setAutoRead(false);
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        ReceiveBuffers.adapt(channel);
        loop.register(channel);
        return channel;
    }

    /// Lets a source address be used for as many connections to each target as there are ports, not for so many in all.
    static void portPerTarget(Channel channel) {
        if (channel instanceof EpollSocketChannel) {
            channel.config().setOption(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
    }

    /// Lets a socket be bound to an address that no interface has.
    ///
    /// @return what is wrong
    static Optional<FailureException> bindFreely(Channel channel, InetAddress source) {
        IntegerUnixChannelOption option = source instanceof Inet4Address ? FREE_IPV4 : FREE_IPV6;
        if (channel instanceof EpollSocketChannel epoll) {
            epoll.config().setOption(option, 1);
            if (Integer.valueOf(1).equals(epoll.config().getOption(option))) {
                return Optional.empty();
            }
        }
        return Optional.of(
                new FailureException(
                        Failure.SOURCE_UNAVAILABLE,
                        Addresses.text(source) + " can't be bound freely here"));
    }

    /// Makes sure that the socket has the address that was chosen.
    ///
    /// @return what is wrong
    static Optional<FailureException> check(Channel channel, InetAddress source) {
        return channel.localAddress() instanceof InetSocketAddress local
                        && source.equals(local.getAddress())
                ? Optional.empty()
                : Optional.of(
                        new FailureException(
                                Failure.SOURCE_UNAVAILABLE,
                                "the socket is bound to "
                                        + channel.localAddress()
                                        + " instead of "
                                        + Addresses.text(source)));
    }
}
