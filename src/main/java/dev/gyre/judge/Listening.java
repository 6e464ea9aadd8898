package dev.gyre.judge;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// Listeners at one port of several addresses.
///
/// @param addresses those at which there is one
record Listening(List<Channel> channels, List<InetAddress> addresses, int port) {

    /// Binds a free port of each address that can be had. Blocks.
    ///
    /// @throws IOException when none can
    static Listening at(List<InetAddress> wanted, ServerBootstrap bootstrap) throws IOException {
        List<Channel> channels = new ArrayList<>();
        List<InetAddress> addresses = new ArrayList<>();
        int port = 0;
        for (InetAddress address : wanted) {
            ChannelFuture bound =
                    bootstrap.bind(new InetSocketAddress(address, port)).awaitUninterruptibly();
            if (bound.isSuccess()) {
                channels.add(bound.channel());
                addresses.add(address);
                port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
            }
        }
        if (channels.isEmpty()) {
            throw new IOException("can't listen on loopback");
        }
        return new Listening(List.copyOf(channels), List.copyOf(addresses), port);
    }
}
